import Kernels

/// The size of a tensor along each of its axes, outermost first; empty for a single number.
///
///     let shape: Shape = [2, 3, 5]
///     shape.count    // 30
///     shape.strides  // [15, 5, 1]
///
/// A shape has at most eight axes. It stores their sizes inline rather than in an array: each operation creates shapes,
/// and when a model writes text token by token, a heap allocation would cost as much time as a small kernel.
public struct Shape: Equatable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The maximum number of axes of a shape.
  public static let mostAxes = 8

  /// The number of axes.
  public private(set) var rank: Int
  /// The sizes; 1 beyond the last axis.
  fileprivate var slots: (Int, Int, Int, Int, Int, Int, Int, Int) = (1, 1, 1, 1, 1, 1, 1, 1)

  /// Creates a shape with the given sizes, none of which may be negative.
  public init(_ sizes: [Int]) {
    require(sizes.count <= Self.mostAxes, "a shape has at most \(Self.mostAxes) axes, but \(sizes) has more")
    require(sizes.allSatisfy { $0 >= 0 }, "the sizes of a shape must not be negative: \(sizes)")
    rank = sizes.count
    for (axis, size) in sizes.enumerated() { set(axis, to: size) }
  }

  /// A shape written as a list of sizes.
  public init(arrayLiteral sizes: Int...) { self.init(sizes) }

  /// Creates a shape with the sizes that `size` returns for each axis.
  init(rank: Int, size: (_ axis: Int) -> Int) {
    require(rank <= Self.mostAxes, "a shape has at most \(Self.mostAxes) axes, not \(rank)")
    self.rank = rank
    for axis in 0..<rank { set(axis, to: size(axis)) }
  }

  fileprivate mutating func set(_ axis: Int, to size: Int) {
    switch axis {
    case 0: slots.0 = size
    case 1: slots.1 = size
    case 2: slots.2 = size
    case 3: slots.3 = size
    case 4: slots.4 = size
    case 5: slots.5 = size
    case 6: slots.6 = size
    default: slots.7 = size
    }
  }

  /// The size along an axis that exists, counted from 0.
  @inline(__always)
  func size(_ axis: Int) -> Int {
    switch axis {
    case 0: slots.0
    case 1: slots.1
    case 2: slots.2
    case 3: slots.3
    case 4: slots.4
    case 5: slots.5
    case 6: slots.6
    default: slots.7
    }
  }

  /// The size along each axis.
  public var sizes: [Int] { (0..<rank).map(size) }

  /// The number of elements: the product of the sizes.
  public var count: Int {
    slots.0 * slots.1 * slots.2 * slots.3 * slots.4 * slots.5 * slots.6 * slots.7
  }

  /// The distance in memory between neighbors along each axis, in elements.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * size(axis + 1) }
    return strides
  }

  /// The size along an axis; negative numbers count from the last axis, -1.
  public subscript(axis: Int) -> Int { size(normalized(axis, for: "shape")) }

  /// The shape as messages show it: `(2, 3, 5)`, `(5,)`, `()`.
  public var description: String {
    rank == 1 ? "(\(size(0)),)" : "(" + sizes.map(String.init).joined(separator: ", ") + ")"
  }

  /// Whether two shapes have the same sizes along the same axes.
  public static func == (a: Shape, b: Shape) -> Bool {
    guard a.rank == b.rank else { return false }
    let (x, y) = (a.slots, b.slots)
    return x.0 == y.0 && x.1 == y.1 && x.2 == y.2 && x.3 == y.3 && x.4 == y.4 && x.5 == y.5 && x.6 == y.6 && x.7 == y.7
  }
}

// MARK: Shapes made from shapes

extension Shape {
  /// The axis counted from 0; traps if there is no such axis.
  func normalized(_ axis: Int, for operation: String) -> Int {
    let positive = axis < 0 ? axis + rank : axis
    require((0..<rank).contains(positive), "\(operation): there is no axis \(axis) in shape \(self)")
    return positive
  }

  /// Whether there is exactly one axis, of the given size. A list to compare with would be allocated on the heap.
  func isVector(of size: Int) -> Bool { rank == 1 && slots.0 == size }

  /// The product of the sizes before an axis, the size of the axis, and the product of the sizes after it.
  func split(at axis: Int) -> (outer: Int, size: Int, inner: Int) {
    var (outer, inner) = (1, 1)
    for before in 0..<axis { outer *= size(before) }
    for after in axis + 1..<Swift.max(rank, axis + 1) { inner *= size(after) }
    return (outer, size(axis), inner)
  }

  /// The shape with another size along one axis, or without that axis if the size is nil.
  func replacing(axis: Int, with size: Int?) -> Shape {
    guard let size else { return Shape(rank: rank - 1) { self.size($0 < axis ? $0 : $0 + 1) } }
    var shape = self
    shape.set(axis, to: size)
    return shape
  }

  /// The shape with another last axis; a shape without axes stays as it is.
  func replacingLast(with size: Int) -> Shape {
    var shape = self
    if rank > 0 { shape.set(rank - 1, to: size) }
    return shape
  }

  /// The shape with one more axis at the end.
  func appending(_ size: Int) -> Shape {
    require(rank < Self.mostAxes, "a shape has at most \(Self.mostAxes) axes")
    var shape = self
    shape.set(rank, to: size)
    shape.rank += 1
    return shape
  }

  /// The shape that two operands broadcast to: sizes are compared from the last axis on, and must be equal unless one
  /// of them is 1 or missing.
  func broadcast(with other: Shape, for operation: String) -> Shape {
    guard let shape = broadcast(with: other) else {
      fatalError("\(operation): shapes \(self) and \(other) are incompatible")
    }
    return shape
  }

  /// The shape that two operands broadcast to; nil if they are incompatible.
  func broadcast(with other: Shape) -> Shape? {
    if self == other { return self }
    let rank = Swift.max(rank, other.rank)
    var goTogether = true
    let shape = Shape(rank: rank) { axis in
      let a = axis + self.rank - rank, b = axis + other.rank - rank
      let (mine, others) = (a < 0 ? 1 : size(a), b < 0 ? 1 : other.size(b))
      if mine != others, mine != 1, others != 1 { goTogether = false }
      return mine == 1 ? others : mine
    }
    return goTogether ? shape : nil
  }

  /// The strides of this shape when it is repeated to fill a larger one: 0 along the repeated axes.
  func strides(repeatedTo larger: Shape) -> [Int] {
    let own = strides
    return (0..<larger.rank).map { axis in
      let mine = axis - (larger.rank - rank)
      return mine < 0 || size(mine) == 1 ? 0 : own[mine]
    }
  }
}

/// Stops the program with a message if a caller broke a rule of the interface.
///
/// Unlike that of `precondition`, the message is printed in optimized builds too.
@inline(__always)
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}
