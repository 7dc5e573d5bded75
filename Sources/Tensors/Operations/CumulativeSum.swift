import Kernels

extension Tensor {
  /// The running sums along one axis: each element plus all elements before it.
  ///
  /// dx is the running sum of dy from the other end.
  ///
  ///     Tensor([1, 2, 3]).cumulativeSum(axis: 0)  // [1.0, 3.0, 6.0]  shape (3,)
  public func cumulativeSum(axis: Int) -> Tensor {
    let axis = shape.normalized(axis, for: "cumulativeSum")
    let (outer, size, inner) = shape.split(at: axis)
    let y = Tensor(unfilled: shape)
    Kernels.cumulativeSum(y.data, data, outer: outer, size: size, inner: inner)
    return y.recorded("cumulativeSum", from: [self]) { dy, inputs in
      inputs.accumulate(into: 0) {
        Kernels.cumulativeSum($0, dy.data, outer: outer, size: size, inner: inner, reversed: true, accumulate: $1)
      }
    }
  }
}
