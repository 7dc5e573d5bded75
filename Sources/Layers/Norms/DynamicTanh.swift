import Tensors

/// Squeezes each number by a tanh in place of a norm, scales it, and shifts it if there is a bias: (..., C) -> (..., C)
/// (Zhu et al. 2025).
public final class DynamicTanh: Norm {
  /// (1), the factor inside the tanh, initially 1/2.
  public let factor: Parameter
  /// (C), initially 1.
  public let weight: Parameter
  /// (C), initially 0; nil if there is none.
  public let bias: Parameter?

  /// Creates the layer for rows of `size` numbers.
  public init(_ size: Int, bias hasBias: Bool = true) {
    factor = Parameter([1], .values([0.5]))
    weight = Parameter([size], .ones)
    bias = hasBias ? Parameter([size], .zeros) : nil
  }

  /// The factor, the weight, and the bias if there is one.
  public var children: [Child] {
    [.parameter("factor", factor), .parameter("weight", weight), .parameter("bias", bias)]
  }

  /// (..., C) -> (..., C).
  public func callAsFunction(_ x: Tensor) -> Tensor { dynamicTanh(x, factor: factor, weight: weight, bias: bias) }
}
