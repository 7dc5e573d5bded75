import Kernels

extension Tensor {
  /// The sum of all elements, as a tensor without axes.
  public func sum() -> Tensor { reduced("sum", outer: 1, size: count, inner: 1, to: [], scale: 1) }

  /// The mean of all elements, as a tensor without axes.
  public func mean() -> Tensor {
    reduced("mean", outer: 1, size: count, inner: 1, to: [], scale: 1 / Float(Swift.max(1, count)))
  }

  /// The sums along one axis, which disappears, or stays with size 1 if `keepAxis`.
  ///
  ///     Tensor([2, 3], [1, 2, 3, 4, 5, 6]).sum(axis: 0).elements  // [5, 7, 9]
  public func sum(axis: Int, keepAxis: Bool = false) -> Tensor {
    reduced("sum", axis: axis, keepAxis: keepAxis, scale: { _ in 1 })
  }

  /// The means along one axis, which disappears, or stays with size 1 if `keepAxis`.
  public func mean(axis: Int, keepAxis: Bool = false) -> Tensor {
    reduced("mean", axis: axis, keepAxis: keepAxis, scale: { 1 / Float(Swift.max(1, $0)) })
  }

  /// The largest elements along one axis; the gradient goes to the first of equals.
  public func max(axis: Int, keepAxis: Bool = false) -> Tensor {
    let axis = shape.normalized(axis, for: "max")
    let (outer, size, inner) = shape.split(at: axis)
    require(size > 0, "max: axis \(axis) of shape \(shape) is empty")
    let y = Tensor(unfilled: shape.replacing(axis: axis, with: keepAxis ? 1 : nil))
    var winners = [Int32](repeating: 0, count: y.count)
    maximum(y.data, &winners, data, outer: outer, reduced: size, inner: inner)
    return y.recorded("max", from: [self]) { dy, inputs in
      if let dx = inputs.total(0) {
        for (i, winner) in winners.enumerated() {
          dx[(i / inner * size + Int(winner)) * inner + i % inner] += dy.data[i]
        }
      }
    }
  }

  /// The index of the largest element along the last axis, row by row (the first of equals).
  public func indexOfMaximum() -> [Int] {
    require(shape.rank > 0 && shape[-1] > 0, "indexOfMaximum: shape \(shape) has no last axis with elements")
    let rows = count / shape[-1]
    let y = Tensor(unfilled: [rows])
    var winners = [Int32](repeating: 0, count: rows)
    maximum(y.data, &winners, data, outer: rows, reduced: shape[-1], inner: 1)
    return winners.map(Int.init)
  }

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
