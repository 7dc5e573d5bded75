import Kernels

extension Tensor {
  /// Picks elements along one axis by index: NumPy's `take_along_axis`, and PyTorch's `gather` if all other sizes are
  /// equal.
  ///
  /// For an axis in the middle, (outer, size, inner) -> (outer, taken, inner) and
  /// y[o, j, i] = x[o, indices[o, j, i], i]. The gradient of an element is the sum over all places that the element was
  /// copied to.
  ///
  ///     let x: Tensor = [[1, 2, 3], [4, 5, 6]]
  ///     x.gather(axis: 1, [2, 0])              // [[3.0], [4.0]]  shape (2, 1)
  ///     x.gather(axis: 1, [2, 1, 0, 0])        // [[3.0, 2.0], [4.0, 4.0]]  shape (2, 2)
  ///     x.gather(axis: -1, x.argmax())         // x.max(axis: -1, keepAxis: true)
  ///
  /// - Parameter indices: in row-major order, the same number for each column along the axis; at least 0 and below the
  ///   axis's size.
  public func gather(axis: Int, _ indices: [Int32]) -> Tensor {
    let axis = shape.normalized(axis, for: "gather")
    let (outer, size, inner) = shape.split(at: axis)
    let columns = outer * inner
    require(
      columns == 0 ? indices.isEmpty : indices.count % columns == 0,
      "gather: \(indices.count) indices do not divide evenly among the \(columns) columns along axis \(axis) of shape \(shape)"
    )
    if let index = indices.first(where: { $0 < 0 || $0 >= size }) {
      fatalError("gather: index \(index) is outside axis \(axis) of shape \(shape)")
    }
    let taken = columns == 0 ? 0 : indices.count / columns
    let y = Tensor(unfilled: shape.replacing(axis: axis, with: taken))
    Kernels.gather(y.data, data, indices, outer: outer, size: size, taken: taken, inner: inner)
    return y.recorded("gather", from: [self]) { dy, inputs in
      if let dx = inputs.total(0) {
        scatterAdd(dx, dy.data, indices, outer: outer, size: size, taken: taken, inner: inner)
      }
    }
  }

  /// Gathers by indices as `argmax(axis:)` returns them.
  public func gather(axis: Int, _ indices: [Int]) -> Tensor {
    gather(axis: axis, indices.map { Int32(clamping: $0) })
  }
}
