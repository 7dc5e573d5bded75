import Tensors

/// Normalizes rows to mean 0 and variance 1, scales them, and shifts them if there is a bias: (..., C) -> (..., C).
public final class LayerNorm: Module {
  /// (C), initially 1.
  public let weight: Parameter
  /// (C), initially 0; nil if there is none.
  public let bias: Parameter?

  /// Creates a norm over rows of `size` numbers.
  public init(_ size: Int, bias hasBias: Bool = true) {
    weight = Parameter([size], .ones)
    bias = hasBias ? Parameter([size], .zeros) : nil
  }

  /// The weight, and the bias if there is one.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// (..., C) -> (..., C).
  public func callAsFunction(_ x: Tensor) -> Tensor { layerNorm(x, weight: weight, bias: bias) }
}
