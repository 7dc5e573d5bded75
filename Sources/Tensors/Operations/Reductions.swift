import Kernels

extension Tensor {
  /// The sum of all elements, as a tensor without axes.
  public func sum() -> Tensor { reduced("sum", outer: 1, size: count, inner: 1, to: [], scale: 1) }

  /// The mean of all elements, as a tensor without axes; NaN if there are none.
  public func mean() -> Tensor {
    reduced("mean", outer: 1, size: count, inner: 1, to: [], scale: Self.share(of: count))
  }

  /// The sums along one axis, which is removed, or kept with size 1 if `keepAxis` is true.
  ///
  ///     Tensor([2, 3], [1, 2, 3, 4, 5, 6]).sum(axis: 0).elements  // [5, 7, 9]
  public func sum(axis: Int, keepAxis: Bool = false) -> Tensor {
    reduced("sum", axis: axis, keepAxis: keepAxis, scale: { _ in 1 })
  }

  /// The means along one axis, which is removed, or kept with size 1 if `keepAxis` is true; NaN if the axis is empty.
  public func mean(axis: Int, keepAxis: Bool = false) -> Tensor {
    reduced("mean", axis: axis, keepAxis: keepAxis, scale: Self.share)
  }

  /// The largest elements along one axis, which is removed, or kept with size 1 if `keepAxis` is true.
  ///
  /// The gradient goes to the largest element, or to the first of several equal ones. NaN counts as the largest, as in
  /// PyTorch, so it is not passed over.
  public func max(axis: Int, keepAxis: Bool = false) -> Tensor {
    extreme("max", axis: axis, keepAxis: keepAxis, Kernels.maximum)
  }

  /// The smallest elements along one axis, which is removed, or kept with size 1 if `keepAxis` is true.
  ///
  /// The gradient goes to the smallest element, or to the first of several equal ones. NaN counts as the smallest, as
  /// in PyTorch, so it is not passed over.
  public func min(axis: Int, keepAxis: Bool = false) -> Tensor {
    extreme("min", axis: axis, keepAxis: keepAxis, Kernels.minimum)
  }

  /// The indices of the largest elements along one axis (the first of equal ones, or of the first NaN): one per element
  /// of `max(axis:)`, in row-major order.
  ///
  ///     Tensor([[1, 7, 7], [6, 5, 4]]).argmax()         // [1, 0]
  ///     Tensor([[1, 7, 7], [6, 5, 4]]).argmax(axis: 0)  // [1, 0, 0]
  public func argmax(axis: Int = -1) -> [Int] {
    let axis = shape.normalized(axis, for: "argmax")
    let (outer, size, inner) = shape.split(at: axis)
    require(size > 0, "argmax: axis \(axis) of shape \(shape) is empty")
    let y = Tensor(unfilled: [outer * inner])
    var winners = [Int32](repeating: 0, count: y.count)
    Kernels.maximum(y.data, &winners, data, outer: outer, reduced: size, inner: inner)
    return winners.map(Int.init)
  }

  private typealias Extreme = (
    UnsafeMutablePointer<Float>, UnsafeMutablePointer<Int32>, UnsafePointer<Float>, Int, Int, Int
  ) -> Void

  /// Chooses one element of each column of (outer, size, inner), which gets the column's gradient.
  private func extreme(_ name: String, axis: Int, keepAxis: Bool, _ choose: Extreme) -> Tensor {
    let axis = shape.normalized(axis, for: name)
    let (outer, size, inner) = shape.split(at: axis)
    require(size > 0, "\(name): axis \(axis) of shape \(shape) is empty")
    let y = Tensor(unfilled: shape.replacing(axis: axis, with: keepAxis ? 1 : nil))
    var winners = [Int32](repeating: 0, count: y.count)
    choose(y.data, &winners, data, outer, size, inner)
    return y.recorded(name, from: [self]) { [winners] dy, inputs in
      if let dx = inputs.total(0) {
        scatterAdd(dx, dy.data, winners, outer: outer, size: size, taken: 1, inner: inner)
      }
    }
  }

  /// The factor that turns the sum of `count` numbers into their mean; NaN if there are none.
  private static func share(of count: Int) -> Float { count > 0 ? 1 / Float(count) : .nan }

  private func reduced(_ name: String, axis: Int, keepAxis: Bool, scale: (Int) -> Float) -> Tensor {
    let axis = shape.normalized(axis, for: name)
    let (outer, size, inner) = shape.split(at: axis)
    let result = shape.replacing(axis: axis, with: keepAxis ? 1 : nil)
    return reduced(name, outer: outer, size: size, inner: inner, to: result, scale: scale(size))
  }

  /// y = scale * sum over the middle of (outer, size, inner); dx repeats scale * dy along it.
  private func reduced(
    _ name: String, outer: Int, size: Int, inner: Int, to result: Shape, scale: Float
  ) -> Tensor {
    let y = Tensor(unfilled: result)
    Kernels.sum(y.data, data, outer: outer, reduced: size, inner: inner, scale: scale)
    let original = shape
    return y.recorded(name, from: [self]) { dy, inputs in
      let scaled = (scale == 1 ? dy : dy * scale).reshaped(to: [outer, 1, inner])
      inputs.add(scaled.repeated(to: [outer, size, inner]).reshaped(to: original), to: 0)
    }
  }
}
