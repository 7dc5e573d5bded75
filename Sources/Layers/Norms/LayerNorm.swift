import Tensors

/// Normalizes rows to mean 0 and variance 1, scales them, and shifts them if there is a bias: (..., C) -> (..., C).
public final class LayerNorm: Norm {
  /// (C), initially 1.
  public let weight: Parameter
  /// (C), initially 0; nil if there is none.
  public let bias: Parameter?
  /// Added to the variance, so rows of equal numbers become zeros.
  public let epsilon: Float

  /// Creates a norm over rows of `size` numbers.
  public init(_ size: Int, bias hasBias: Bool = true, epsilon: Float = 1e-5) {
    weight = Parameter([size], .ones)
    bias = hasBias ? Parameter([size], .zeros) : nil
    self.epsilon = epsilon
  }

  /// The weight, and the bias if there is one.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// (..., C) -> (..., C).
  public func callAsFunction(_ x: Tensor) -> Tensor { layerNorm(x, weight: weight, bias: bias, epsilon: epsilon) }
}
