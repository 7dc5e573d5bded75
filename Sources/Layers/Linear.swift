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
  /// Low-rank changes of the map, in the order of their outputs; empty unless the map is being adapted. See ``LoRA``.
  public internal(set) var adapters: [LoRA] = []

  /// Creates a map from `inputSize` to `outputSize` dimensions. Biases start at 0.
  public init(
    _ inputSize: Int, _ outputSize: Int, bias hasBias: Bool = true,
    _ initialization: Initialization = .normal(standardDeviation: 0.02), role: Parameter.Role = .weights
  ) {
    weight = Parameter([outputSize, inputSize], initialization, role: role)
    bias = hasBias ? Parameter([outputSize], .zeros) : nil
  }

  /// The weight, the bias if there is one, and the adapters.
  public var children: [Child] {
    [.parameter("weight", weight), .parameter("bias", bias), .modules("adapters", adapters)]
  }

  /// (..., in) -> (..., out).
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let y = linear(x, weight: weight, bias: bias)
    return adapters.isEmpty ? y : y + adapterChange(x)
  }

  /// Returns residual + the map applied to x, after dropout in training: (..., in) and (..., out) -> (..., out).
  public func callAsFunction(
    _ x: Tensor, addedTo residual: Tensor, _ dropout: Dropout, _ pass: inout ForwardPass
  ) -> Tensor {
    guard adapters.isEmpty else { return residual + dropout(self(x), &pass) }
    return linear(
      x, weight: weight, bias: bias, addedTo: residual, dropout: dropout.rate(in: pass), using: &pass.generator)
  }
}
