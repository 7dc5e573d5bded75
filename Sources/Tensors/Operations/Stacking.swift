/// Stacks tensors of one shape along a new axis; the gradient of each is its part of the result's gradient.
///
///     stack([Tensor([1, 2]), Tensor([3, 4])])           // [[1.0, 2.0], [3.0, 4.0]]  shape (2, 2)
///     stack([Tensor([1, 2]), Tensor([3, 4])], axis: 1)  // [[1.0, 3.0], [2.0, 4.0]]  shape (2, 2)
///
/// - Parameter axis: the position of the new axis in the result; negative numbers count from the last axis.
public func stack(_ parts: [Tensor], axis: Int = 0) -> Tensor {
  guard let first = parts.first else { fatalError("stack: there is nothing to stack") }
  for part in parts {
    require(part.shape == first.shape, "stack: shapes \(first.shape) and \(part.shape) are not equal")
  }
  let position = axis < 0 ? axis + first.shape.rank + 1 : axis
  require(
    (0...first.shape.rank).contains(position), "stack: cannot insert an axis at \(axis) into shape \(first.shape)")
  var sizes = first.shape.sizes
  sizes.insert(1, at: position)
  return concatenate(parts.map { $0.reshaped(to: Shape(sizes)) }, axis: position)
}

extension Tensor {
  /// Splits one axis into equal parts.
  ///
  ///     let qkv = Tensor.ones([5, 12])
  ///     qkv.split(axis: -1, into: 3).map(\.shape)  // three times (5, 4)
  public func split(axis: Int, into count: Int) -> [Tensor] {
    let axis = shape.normalized(axis, for: "split")
    let size = shape.sizes[axis]
    require(
      count > 0 && size % count == 0, "split: axis \(axis) of shape \(shape) cannot be split into \(count) equal parts")
    return split(axis: axis, sizes: [Int](repeating: size / count, count: count))
  }

  /// Splits one axis into parts of the given sizes, which must add up to the axis's size.
  ///
  ///     Tensor([1, 2, 3, 4, 5]).split(axis: 0, sizes: [2, 3]).map(\.elements)  // [[1, 2], [3, 4, 5]]
  public func split(axis: Int, sizes: [Int]) -> [Tensor] {
    let axis = shape.normalized(axis, for: "split")
    require(
      sizes.allSatisfy { $0 >= 0 } && sizes.reduce(0, +) == shape.sizes[axis],
      "split: sizes \(sizes) do not add up to the size of axis \(axis) of shape \(shape)")
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return slice(axis: axis, start..<start + size)
    }
  }
}
