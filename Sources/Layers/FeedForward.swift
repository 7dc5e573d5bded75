import Tensors

/// Two linear maps with an activation in between, (..., C) -> (..., F) -> (..., C), applied to each time step
/// separately. The result is added to the residual stream.
///
/// A gated layer has a third map, whose activated result is multiplied by that of the first: f(x G^T) (x U^T) (Shazeer
/// 2020). With SiLU it is known as SwiGLU, with GELU as GeGLU.
public final class FeedForward: Module {
  /// C -> F; nil if the layer is not gated.
  public let gate: Linear?
  /// C -> F.
  public let up: Linear
  /// F -> C.
  public let down: Linear
  /// The function after the gate or, without one, between the two maps.
  public let activation: Activation
  private let dropout: Dropout

  /// Creates a layer over `width` channels.
  ///
  /// - Parameters:
  ///   - innerWidth: F; nil for 4 C.
  ///   - output: how the weights of the last map, which feeds the residual stream, are initialized.
  public init(
    width: Int, innerWidth: Int? = nil, isGated: Bool = false, bias: Bool = true, dropout: Float = 0,
    output: Initialization = .normal(standardDeviation: 0.02), activation: Activation = .gelu
  ) {
    let inner = innerWidth ?? 4 * width
    gate = isGated ? Linear(width, inner, bias: bias) : nil
    up = Linear(width, inner, bias: bias)
    down = Linear(inner, width, bias: bias, output)
    self.activation = activation
    self.dropout = Dropout(dropout)
  }

  /// The maps.
  public var children: [Child] {
    [gate.map { .module("gate", $0) } ?? .none, .module("up", up), .module("down", down)]
  }

  /// Returns residual + the layer applied to x, after dropout in training: both (..., C) -> (..., C).
  public func callAsFunction(_ x: Tensor, addedTo residual: Tensor, _ pass: inout ForwardPass) -> Tensor {
    guard gate?.adapters.isEmpty ?? true, up.adapters.isEmpty, down.adapters.isEmpty else {
      // The operations that do a whole layer at once know only weights and biases.
      let hidden = gate.map { $0(x).activated(by: activation) * up(x) } ?? up(x).activated(by: activation)
      return down(hidden, addedTo: residual, dropout, &pass)
    }
    if let gate {
      return gatedFeedForward(
        x,
        GatedFeedForwardWeights(
          gate: gate.weight, gateBias: gate.bias, up: up.weight, upBias: up.bias, down: down.weight,
          downBias: down.bias), activation, addedTo: residual, dropout: dropout.rate(in: pass),
        using: &pass.generator)
    }
    return feedForward(
      x, FeedForwardWeights(up: up.weight, upBias: up.bias, down: down.weight, downBias: down.bias), activation,
      addedTo: residual, dropout: dropout.rate(in: pass), using: &pass.generator)
  }
}
