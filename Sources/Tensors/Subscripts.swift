import Kernels

extension Tensor {
  /// A part of the tensor. From the first axis on, each axis takes an index, which removes it, or a range, which
  /// shortens it.
  ///
  ///     let x: Tensor = [[1, 2, 3], [4, 5, 6]]
  ///     x[1]           // [4.0, 5.0, 6.0]  shape (3,)
  ///     x[0..., -1]    // [3.0, 6.0]  shape (2,)
  ///     x[1, 1..<3]    // [5.0, 6.0]  shape (2,)
  ///     x[..<(-1), 0]  // [1.0]  shape (1,)
  ///
  /// Axes without an index stay whole, as do those with the range `0...`. Negative numbers count from the end; next to
  /// the dots of an open range, Swift requires parentheses: `x[(-2)...]`. The elements are copied, and their gradient
  /// flows back to where they came from.
  ///
  /// With an index for each axis, the result is a tensor without axes. If the program asks for a `Float`, as in
  /// `let number: Float = x[1, 2]`, it gets the element itself.
  public subscript(indices: any AxisIndex...) -> Tensor {
    require(indices.count <= shape.rank, "subscript: \(indices.count) indices are too many for shape \(shape)")
    let strides = shape.strides
    var start = 0, sizes: [Int] = [], steps: [Int] = []
    for axis in 0..<shape.rank {
      let bounds = axis < indices.count ? indices[axis].bounds : AxisBounds(lower: 0, upper: nil)
      let range = bounds.range(axis, of: shape)
      start += range.lowerBound * strides[axis]
      if bounds.isRange {
        sizes.append(range.count)
        steps.append(strides[axis])
      }
    }
    let y = Tensor(unfilled: Shape(sizes))
    if y.count > 0 { copyStrided(y.data, data + start, shape: sizes, strides: steps) }
    return y.recorded("subscript", from: [self]) { [sizes, steps, start] dy, inputs in
      if let dx = inputs.total(0), dy.count > 0 { addStrided(dx + start, dy.data, shape: sizes, strides: steps) }
    }
  }

  /// The element at the given index, one number per axis; negative numbers count from the end.
  ///
  ///     let number: Float = x[1, 2]
  ///     Double(x[1, 2])
  ///
  /// This overload is disfavored, so a subscript is a tensor, with its gradient, unless the program asks for a `Float`.
  @_disfavoredOverload
  public subscript(index: Int...) -> Float {
    require(
      index.count == shape.rank,
      "subscript: an element of shape \(shape) needs \(shape.rank) indices, not \(index.count)")
    var offset = 0
    for (axis, i) in index.enumerated() {
      offset = offset * shape.sizes[axis] + i.bounds.range(axis, of: shape).lowerBound
    }
    return data[offset]
  }
}

/// An index for one axis in a tensor's subscript: a number, or a range of numbers.
public protocol AxisIndex {
  /// The selected part of the axis.
  var bounds: AxisBounds { get }
}

/// A part of an axis: one index, or a range that may be open at either end.
public struct AxisBounds: Sendable {
  /// The start; negative numbers count from the end.
  let lower: Int
  /// The end, which is not included; nil for the end of the axis.
  let upper: Int?
  /// Whether the axis stays, with the size of the range; a single index removes it.
  let isRange: Bool

  init(lower: Int, upper: Int?) { (self.lower, self.upper, isRange) = (lower, upper, true) }

  init(index: Int) { (lower, upper, isRange) = (index, index == -1 ? nil : index + 1, false) }

  /// The part as indices from 0 on; traps if the axis does not have them.
  func range(_ axis: Int, of shape: Shape) -> Range<Int> {
    let size = shape.sizes[axis]
    let start = lower < 0 ? lower + size : lower
    let end = upper.map { $0 < 0 ? $0 + size : $0 } ?? size
    require(
      0 <= start && start <= end && end <= size && (isRange || start < end),
      "subscript: \(description) is outside axis \(axis) of shape \(shape)")
    return start..<end
  }

  private var description: String {
    isRange ? upper.map { "\(lower)..<\($0)" } ?? "\(lower)..." : "index \(lower)"
  }
}

extension Int: AxisIndex {
  /// One index.
  public var bounds: AxisBounds { AxisBounds(index: self) }
}

extension Range: AxisIndex where Bound == Int {
  /// From the lower bound up to, but not including, the upper one; `-3..<0` goes to the end.
  public var bounds: AxisBounds {
    AxisBounds(lower: lowerBound, upper: lowerBound < 0 && upperBound == 0 ? nil : upperBound)
  }
}

extension ClosedRange: AxisIndex where Bound == Int {
  /// From the lower bound through the upper one; -1 is the last index.
  public var bounds: AxisBounds { AxisBounds(lower: lowerBound, upper: upperBound == -1 ? nil : upperBound + 1) }
}

extension PartialRangeFrom: AxisIndex where Bound == Int {
  /// From the lower bound to the end.
  public var bounds: AxisBounds { AxisBounds(lower: lowerBound, upper: nil) }
}

extension PartialRangeUpTo: AxisIndex where Bound == Int {
  /// From the start up to, but not including, the upper bound.
  public var bounds: AxisBounds { AxisBounds(lower: 0, upper: upperBound) }
}

extension PartialRangeThrough: AxisIndex where Bound == Int {
  /// From the start through the upper bound; -1 is the last index.
  public var bounds: AxisBounds { AxisBounds(lower: 0, upper: upperBound == -1 ? nil : upperBound + 1) }
}
