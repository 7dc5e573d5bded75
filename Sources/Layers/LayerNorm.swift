import Tensors

/// Rows with mean 0 and variance 1, then scaled, and shifted where there is a bias: (..., C) -> (..., C).
public final class LayerNorm: Module {
  /// (C), 1 at first.
  public let weight: Parameter
  /// (C), 0 at first; or none.
  public let bias: Parameter?

  /// A norm over rows of `size` numbers.
  public init(_ size: Int, bias hasBias: Bool = true) {
    weight = Parameter([size], .ones)
    bias = hasBias ? Parameter([size], .zeros) : nil
  }

  /// The weight, and the bias where there is one.
  public var children: [Child] { [.parameter("weight", weight), .parameter("bias", bias)] }

  /// (..., C) -> (..., C).
  public func callAsFunction(_ x: Tensor) -> Tensor { layerNorm(x, weight: weight, bias: bias) }
}
