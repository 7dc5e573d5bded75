import Kernels

// Operations that compute nothing: the same elements in another shape or another order.

extension Tensor {
  /// The same elements in the same order under another shape; no memory is copied. One size may be -1: it is inferred.
  ///
  ///     Tensor([2, 3], [1, 2, 3, 4, 5, 6]).reshaped(to: [3, -1]).shape  // (3, 2)
  public func reshaped(to sizes: [Int]) -> Tensor {
    var sizes = sizes
    if let open = sizes.firstIndex(of: -1) {
      let others = sizes.enumerated().filter { $0.offset != open }.map(\.element).reduce(1, *)
      require(
        others > 0 && count % others == 0, "reshaped: \(count) elements of shape \(shape) do not fit into \(sizes)")
      sizes[open] = count / others
    }
    return reshaped(to: Shape(sizes))
  }

  /// The same elements in the same order under another shape; no memory is copied.
  public func reshaped(to new: Shape) -> Tensor {
    if new == shape { return self }
    require(new.count == count, "reshaped: shape \(shape) has \(count) elements, \(new) has \(new.count)")
    let y = Tensor(shape: new, storage: storage), original = shape
    guard Tensor.isRecorded(self) else { return y.unrecorded("reshaped", from: [self]) }
    return y.recorded("reshaped", from: [self]) { dy, inputs in
      inputs.add(dy.reshaped(to: original), to: 0)
    }
  }

  /// The matrix, or each matrix of a stack, with rows and columns swapped.
  public func transposed() -> Tensor { transposed(-1, -2) }

  /// Swaps two axes.
  public func transposed(_ a: Int, _ b: Int) -> Tensor {
    var order = Array(0..<shape.rank)
    order.swapAt(shape.normalized(a, for: "transposed"), shape.normalized(b, for: "transposed"))
    return permuted(order)
  }

  /// Reorders all axes: axis i of the result is this tensor's axis `order[i]`.
  public func permuted(_ order: [Int]) -> Tensor {
    require(
      order.sorted() == Array(0..<shape.rank), "permuted: \(order) is not a permutation of the axes of shape \(shape)")
    let strides = shape.strides
    let y = Tensor(unfilled: Shape(order.map { shape.sizes[$0] }))
    copyStrided(y.data, data, shape: y.shape.sizes, strides: order.map { strides[$0] })
    var inverse = order
    for (i, axis) in order.enumerated() { inverse[axis] = i }
    return y.recorded("permuted", from: [self]) { dy, inputs in inputs.add(dy.permuted(inverse), to: 0) }
  }

  /// The tensor repeated along axes of size 1, or along new leading axes, to fill a larger shape.
  public func repeated(to larger: Shape) -> Tensor {
    let together = shape.broadcast(with: larger, for: "repeated")
    require(together == larger, "repeated: shape \(shape) cannot be repeated to \(larger)")
    if shape == larger { return self }
    let y = Tensor(unfilled: larger)
    copyStrided(y.data, data, shape: larger.sizes, strides: shape.strides(repeatedTo: larger))
    let original = shape
    return y.recorded("repeated", from: [self]) { dy, inputs in inputs.add(dy.summed(to: original), to: 0) }
  }

  /// A part of one axis: the indices in `range`.
  ///
  ///     Tensor([4], [1, 2, 3, 4]).slice(axis: 0, 1..<3).elements  // [2, 3]
  public func slice(axis: Int, _ range: Range<Int>) -> Tensor {
    let axis = shape.normalized(axis, for: "slice")
    let (outer, size, inner) = shape.split(at: axis)
    require(
      range.lowerBound >= 0 && range.upperBound <= size,
      "slice: \(range) is outside axis \(axis) of shape \(shape)")
    if range.count == size { return self }
    let y = Tensor(unfilled: shape.replacing(axis: axis, with: range.count))
    let run = range.count * inner
    for o in 0..<outer {
      (y.data + o * run).update(from: data + (o * size + range.lowerBound) * inner, count: run)
    }
    guard Tensor.isRecorded(self) else { return y.unrecorded("slice", from: [self]) }
    return y.recorded("slice", from: [self]) { dy, inputs in
      if let dx = inputs.total(0) {
        for o in 0..<outer {
          addScaled(dx + (o * size + range.lowerBound) * inner, dy.data + o * run, count: run)
        }
      }
    }
  }
}

/// Joins tensors along one axis; all other sizes must be equal.
///
///     concatenate([Tensor([1], [1]), Tensor([2], [2, 3])], axis: 0).elements  // [1, 2, 3]
public func concatenate(_ parts: [Tensor], axis: Int) -> Tensor {
  guard let first = parts.first else { fatalError("concatenate: there is nothing to join") }
  let axis = first.shape.normalized(axis, for: "concatenate")
  for part in parts {
    require(
      part.shape.rank == first.shape.rank
        && part.shape.replacing(axis: axis, with: 1) == first.shape.replacing(axis: axis, with: 1),
      "concatenate: shapes \(first.shape) and \(part.shape) are incompatible along axis \(axis)")
  }
  let total = parts.reduce(0) { $0 + $1.shape.sizes[axis] }
  let y = Tensor(unfilled: first.shape.replacing(axis: axis, with: total))
  let (outer, _, inner) = y.shape.split(at: axis)
  var start = 0
  for part in parts {
    let run = part.shape.sizes[axis] * inner
    for o in 0..<outer { (y.data + (o * total * inner + start)).update(from: part.data + o * run, count: run) }
    start += run
  }
  let sizes = parts.map { $0.shape.sizes[axis] }
  return y.recorded("concatenate", from: parts) { dy, inputs in
    var start = 0
    for (i, size) in sizes.enumerated() {
      inputs.add(dy.slice(axis: axis, start..<start + size), to: i)
      start += size
    }
  }
}
