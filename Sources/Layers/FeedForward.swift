import Tensors

/// Two linear maps with an activation in between, (..., C) -> (..., 4 C) -> (..., C), applied to each time step
/// separately. The result is added to the residual stream.
public final class FeedForward: Module {
  /// C -> 4 C.
  public let up: Linear
  /// 4 C -> C.
  public let down: Linear
  /// The function between the two maps.
  public let activation: Activation
  private let dropout: Dropout

  /// Creates a layer over `width` channels that is four times as wide inside.
  ///
  /// - Parameter outputStandardDeviation: the standard deviation of the initial weights of the second map, which feeds
  ///   the residual stream.
  public init(
    width: Int, bias: Bool, dropout: Float, outputStandardDeviation: Float, activation: Activation = .gelu
  ) {
    up = Linear(width, 4 * width, bias: bias)
    down = Linear(4 * width, width, bias: bias, standardDeviation: outputStandardDeviation)
    self.activation = activation
    self.dropout = Dropout(dropout)
  }

  /// The two maps.
  public var children: [Child] { [.module("up", up), .module("down", down)] }

  /// Returns residual + the layer applied to x, after dropout in training: both (..., C) -> (..., C).
  public func callAsFunction(_ x: Tensor, addedTo residual: Tensor, _ pass: inout ForwardPass) -> Tensor {
    feedForward(
      x, FeedForwardWeights(up: up.weight, upBias: up.bias, down: down.weight, downBias: down.bias), activation,
      addedTo: residual, dropout: dropout.rate(in: pass), using: &pass.generator)
  }
}
