/// The size of a tensor along each of its axes, outermost first; empty for a single number.
///
///     let shape: Shape = [2, 3, 5]
///     shape.count    // 30
///     shape.strides  // [15, 5, 1]
public struct Shape: Equatable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The size along each axis.
  public let sizes: [Int]

  /// A shape with the given sizes, none of them negative.
  public init(_ sizes: [Int]) {
    require(sizes.allSatisfy { $0 >= 0 }, "a shape has no negative sizes, but \(sizes) does")
    self.sizes = sizes
  }

  /// A shape written as a list of sizes.
  public init(arrayLiteral sizes: Int...) { self.init(sizes) }

  /// The number of axes.
  public var rank: Int { sizes.count }

  /// The number of elements: the product of the sizes.
  public var count: Int { sizes.reduce(1, *) }

  /// How far apart neighbours along each axis are in memory, in elements.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * sizes[axis + 1] }
    return strides
  }

  /// The size along an axis; negative numbers count from the last axis, -1.
  public subscript(axis: Int) -> Int { sizes[normalized(axis, for: "shape")] }

  /// As tensors' messages show it: `(2, 3, 5)`, `(5,)`, `()`.
  public var description: String {
    rank == 1 ? "(\(sizes[0]),)" : "(" + sizes.map(String.init).joined(separator: ", ") + ")"
  }

  /// The axis as a number from 0 on; traps when there is no such axis.
  func normalized(_ axis: Int, for operation: String) -> Int {
    let positive = axis < 0 ? axis + rank : axis
    require((0..<rank).contains(positive), "\(operation): there is no axis \(axis) in shape \(self)")
    return positive
  }

  /// The sizes before an axis multiplied, its own, and those after it multiplied.
  func split(at axis: Int) -> (outer: Int, size: Int, inner: Int) {
    (sizes[..<axis].reduce(1, *), sizes[axis], sizes[(axis + 1)...].reduce(1, *))
  }

  /// The shape with another size along one axis, or without that axis.
  func replacing(axis: Int, with size: Int?) -> Shape {
    var sizes = sizes
    if let size { sizes[axis] = size } else { sizes.remove(at: axis) }
    return Shape(sizes)
  }

  /// The shape that two operands have together: sizes are compared from the last axis on, and must be equal unless
  /// one of them is 1 or missing.
  func broadcast(with other: Shape, for operation: String) -> Shape {
    guard let shape = broadcast(with: other) else {
      fatalError("\(operation): shapes \(self) and \(other) do not go together")
    }
    return shape
  }

  /// The shape that two operands have together, or nil when they do not go together.
  func broadcast(with other: Shape) -> Shape? {
    var result: [Int] = []
    for fromEnd in 1...max(1, rank, other.rank) where fromEnd <= max(rank, other.rank) {
      let a = fromEnd <= rank ? sizes[rank - fromEnd] : 1
      let b = fromEnd <= other.rank ? other.sizes[other.rank - fromEnd] : 1
      guard a == b || a == 1 || b == 1 else { return nil }
      result.append(a == 1 ? b : a)
    }
    return Shape(result.reversed())
  }

  /// This shape's strides when it is repeated to fill a larger one: 0 along the axes that repeat.
  func strides(repeatedTo larger: Shape) -> [Int] {
    let own = strides
    return larger.sizes.indices.map { axis in
      let mine = axis - (larger.rank - rank)
      return mine < 0 || sizes[mine] == 1 ? 0 : own[mine]
    }
  }
}

/// Stops the program with a message when a caller broke a rule of the interface.
///
/// Unlike `precondition`, the message is printed in optimised builds too.
@inline(__always)
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}
