import Tensors

/// An affine map of the last axis: y = x W^T + b, (..., in) -> (..., out).
///
///     let layer = Linear(3, 5)
///     layer.initialize(seed: 1337)
///     layer(Tensor.ones([2, 3])).shape  // (2, 5)
public final class Linear: Module {
  /// (out, in).
  public let weight: Parameter
  /// (out); nil if there is none.
  public let bias: Parameter?

  /// Creates a map from `inputSize` to `outputSize` dimensions. Biases start at 0.
  public init(
    _ inputSize: Int, _ outputSize: Int, bias hasBias: Bool = true,
    _ initialization: Initialization = .normal(standardDeviation: 0.02), role: Parameter.Role = .weights
  ) {
    weight = Parameter([outputSize, inputSize], initialization, role: role)
    bias = hasBias ? Parameter([outputSize], .zeros) : nil
  }

  /// The weight, and the bias if there is one.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// (..., in) -> (..., out).
  public func callAsFunction(_ x: Tensor) -> Tensor { linear(x, weight: weight, bias: bias) }

  /// Returns residual + the map applied to x, after dropout in training: (..., in) and (..., out) -> (..., out).
  public func callAsFunction(
    _ x: Tensor, addedTo residual: Tensor, _ dropout: Dropout, _ pass: inout ForwardPass
  ) -> Tensor {
    linear(
      x, weight: weight, bias: bias, addedTo: residual, dropout: dropout.rate(in: pass), using: &pass.generator)
  }
}
