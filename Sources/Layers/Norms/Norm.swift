import Tensors

/// A layer that brings rows to a common scale: (..., C) -> (..., C).
public protocol Norm: Module {
  /// (..., C) -> (..., C).
  func callAsFunction(_ x: Tensor) -> Tensor
}

/// The kinds of norms that a model can use.
public enum NormKind: String, Codable, CaseIterable, Sendable {
  /// ``LayerNorm``: mean 0 and variance 1.
  case layer
  /// ``RMSNorm``: mean square 1.
  case rms

  /// Creates a norm over rows of `size` numbers.
  ///
  /// - Parameters:
  ///   - hasWeight: whether an ``RMSNorm`` scales its rows; a ``LayerNorm`` always does.
  ///   - hasBias: whether a ``LayerNorm`` shifts them; an ``RMSNorm`` never does.
  public func make(_ size: Int, hasWeight: Bool = true, hasBias: Bool = true, epsilon: Float = 1e-5) -> any Norm {
    switch self {
    case .layer: LayerNorm(size, bias: hasBias, epsilon: epsilon)
    case .rms: RMSNorm(size, hasWeight: hasWeight, epsilon: epsilon)
    }
  }
}
