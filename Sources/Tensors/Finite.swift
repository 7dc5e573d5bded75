import Kernels

extension Tensor {
  /// Whether no element is infinite or NaN.
  public var isFinite: Bool { allFinite(data, count: count) }
}
