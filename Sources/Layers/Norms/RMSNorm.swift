import Tensors

/// Divides rows by their root mean square and scales them: (..., C) -> (..., C) (Zhang and Sennrich 2019).
public final class RMSNorm: Norm {
  /// (C), initially 1; nil if there is none.
  public let weight: Parameter?
  /// Added to the mean of the squares, so rows of zeros stay zeros.
  public let epsilon: Float

  /// Creates a norm over rows of `size` numbers.
  public init(_ size: Int, hasWeight: Bool = true, epsilon: Float = 1e-6) {
    weight = hasWeight ? Parameter([size], .ones) : nil
    self.epsilon = epsilon
  }

  /// The weight, if there is one.
  public var children: [Child] { [.parameter("weight", weight)] }

  /// (..., C) -> (..., C).
  public func callAsFunction(_ x: Tensor) -> Tensor { rmsNorm(x, weight: weight, epsilon: epsilon) }
}
