import TestSupport
import Testing

@testable import Kernels

/// A result's shape, and the strides of the operands along its axes.
struct BroadcastCase: Sendable, CustomTestStringConvertible {
  var shape, xStrides, yStrides: [Int]
  init(_ shape: [Int], _ xStrides: [Int], _ yStrides: [Int]) {
    (self.shape, self.xStrides, self.yStrides) = (shape, xStrides, yStrides)
  }
  var testDescription: String { "\(shape) from \(xStrides) and \(yStrides)" }

  static let all = [
    BroadcastCase([], [], []),  // two numbers
    BroadcastCase([97], [1], [1]),  // all axes merged
    BroadcastCase([37], [1], [0]),  // with one number
    BroadcastCase([37], [0], [0]),
    BroadcastCase([3, 37], [37, 1], [0, 1]),  // with a row
    BroadcastCase([3, 37], [0, 1], [37, 1]),
    BroadcastCase([3, 37], [37, 1], [1, 0]),  // with a column
    BroadcastCase([5, 1], [1, 0], [0, 1]),
    BroadcastCase([3, 5, 17], [85, 17, 1], [85, 17, 1]),  // not merged, although it could be
    BroadcastCase([3, 5, 17], [85, 17, 1], [17, 0, 1]),  // the middle axis repeats
    BroadcastCase([3, 5, 17], [0, 1, 0], [5, 1, 0]),
    BroadcastCase([2, 3, 5, 33], [0, 33, 0, 1], [15, 0, 1, 0]),
    BroadcastCase([3, 5, 17], [17, 51, 1], [85, 17, 1]),  // two axes of x swapped
    BroadcastCase([0, 5], [5, 1], [0, 1]),
  ]
}

/// The number of elements that an operand needs to keep all its strides in bounds.
private func extent(_ shape: [Int], _ strides: [Int]) -> Int {
  1 + zip(shape, strides).reduce(0) { $0 + max(0, $1.0 - 1) * $1.1 }
}

@Suite struct BroadcastTests {
  /// Each operation rounds once, so a sum, difference, product or quotient in double precision rounds to the same bits.
  @Test(arguments: BroadcastCase.all) func broadcastRoundsTheExactResultOnce(_ c: BroadcastCase) {
    var random = RandomValues(seed: 1)
    // Steps of one half, so some elements are equal.
    let x = random.floats(extent(c.shape, c.xStrides)).map { ($0 * 4).rounded() / 2 + 0.3 }
    let y = random.floats(extent(c.shape, c.yStrides), in: 0...1).map { ($0 * 3).rounded() / 2 + 0.3 }
    let operations: [(Arithmetic, (Double, Double) -> Double)] = [
      (.add, +), (.subtract, -), (.multiply, *), (.divide, /), (.maximum, max), (.minimum, min),
      (.less, { $0 < $1 ? 1 : 0 }), (.lessOrEqual, { $0 <= $1 ? 1 : 0 }), (.greater, { $0 > $1 ? 1 : 0 }),
      (.greaterOrEqual, { $0 >= $1 ? 1 : 0 }), (.equal, { $0 == $1 ? 1 : 0 }), (.unequal, { $0 != $1 ? 1 : 0 }),
    ]
    // Powers have their own tests: they round more than once.
    #expect(operations.count == Arithmetic.allCases.count - 1)
    for (operation, apply) in operations {
      var expected: [Float] = []
      Naive.forEachIndex(c.shape) { index in
        let (x, y) = (x[Naive.position(index, c.xStrides)], y[Naive.position(index, c.yStrides)])
        expected.append(Float(apply(Double(x), Double(y))))
      }
      let z = output(expected.count) {
        broadcast(operation, $0, x, y, shape: c.shape, xStrides: c.xStrides, yStrides: c.yStrides)
      }
      expectSameBits(actual: z, expected: expected, "\(operation)")
    }
  }

  @Test(arguments: [
    ([], []), ([37], [1]), ([37], [2]), ([37], [0]),
    ([5, 3], [1, 5]),  // a transposed matrix
    ([5, 3], [7, 1]),  // a slice of columns
    ([2, 3, 5, 7], [105, 7, 21, 1]),  // heads before time
    ([2, 3, 5, 7], [105, 1, 3, 15]), ([3, 5, 7], [0, 0, 1]), ([0, 5], [5, 1]), ([5, 0], [1, 1]),
  ])
  func copyStridedReadsTheElementsInTheirNewOrder(_ shape: [Int], _ strides: [Int]) {
    var random = RandomValues(seed: 2)
    let x = random.floats(extent(shape, strides))
    var expected: [Float] = []
    Naive.forEachIndex(shape) { expected.append(x[Naive.position($0, strides)]) }
    let y = output(expected.count) { copyStrided($0, x, shape: shape, strides: strides) }
    expectSameBits(actual: y, expected: expected)
  }

  @Test(arguments: [
    ([], []), ([37], [1]), ([37], [2]), ([5, 3], [1, 5]), ([5, 33], [37, 1]), ([2, 3, 5, 7], [105, 7, 21, 1]),
    ([0, 5], [5, 1]), ([5, 0], [1, 1]),
  ])
  func addStridedAddsToTheElementsThatCopyStridedReads(_ shape: [Int], _ strides: [Int]) {
    var random = RandomValues(seed: 3)
    let start = random.floats(extent(shape, strides)), x = random.floats(shape.reduce(1, *))
    var expected = start, next = 0
    Naive.forEachIndex(shape) {
      expected[Naive.position($0, strides)] += x[next]
      next += 1
    }
    let y = output(startingAs: start) { addStrided($0, x, shape: shape, strides: strides) }
    expectSameBits(actual: y, expected: expected)
  }
}
