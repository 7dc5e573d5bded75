import Tensors

/// Two linear maps with an activation between, at each time step alone: (..., C) -> (..., 4 C) -> (..., C), which are added to the
/// residual path.
public final class FeedForward: Module {
  /// C -> 4 C.
  public let up: Linear
  /// 4 C -> C.
  public let down: Linear
  /// The function between the two maps.
  public let activation: Activation
  private let dropout: Dropout

  /// A layer over `width` channels, four times as wide inside.
  ///
  /// - Parameter outputDeviation: the deviation of the second map, which feeds the residual path.
  public init(
    width: Int, bias: Bool, dropout: Float, outputDeviation: Float, activation: Activation = .gelu
  ) {
    up = Linear(width, 4 * width, bias: bias)
    down = Linear(4 * width, width, bias: bias, deviation: outputDeviation)
    self.activation = activation
    self.dropout = Dropout(dropout)
  }

  /// The two maps.
  public var children: [Child] { [.module("up", up), .module("down", down)] }

  /// residual + the layer of x, after dropout in training: both (..., C) -> (..., C).
  public func callAsFunction(_ x: Tensor, addedTo residual: Tensor, _ pass: inout ForwardPass) -> Tensor {
    feedForward(
      x, FeedForwardWeights(up: up.weight, upBias: up.bias, down: down.weight, downBias: down.bias), activation,
      addedTo: residual, dropout: dropout.rate(in: pass), using: &pass.generator)
  }
}
