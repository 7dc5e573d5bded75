import Kernels

extension Tensor {
  /// Whether all elements are finite: none is infinite or NaN.
  public var isFinite: Bool { allFinite(data, count: count) }
}
