import TestSupport
import Testing

@testable import Kernels

/// An array of shape (outer, reduced, inner), whose middle axis is summed.
struct Reduction: Sendable, CustomTestStringConvertible {
  var outer, reduced, inner: Int
  init(_ outer: Int, _ reduced: Int, _ inner: Int) {
    (self.outer, self.reduced, self.inner) = (outer, reduced, inner)
  }
  var testDescription: String { "\(outer) x \(reduced) x \(inner)" }
  var count: Int { outer * reduced * inner }
}

@Suite struct ReductionsTests {
  static let reductions = [
    Reduction(1, 1, 1), Reduction(2, 3, 5), Reduction(3, 97, 1), Reduction(5, 33, 17), Reduction(1, 513, 33),
    Reduction(4, 1, 7), Reduction(7, 2, 16), Reduction(0, 3, 5),
  ]

  @Test(arguments: reductions) func sumsMatchTheNaiveTwin(_ r: Reduction) {
    var random = RandomValues(seed: 1)
    let x = random.floats(r.count), start = random.floats(r.outer * r.inner)
    for (scale, accumulate) in [(1, false), (1, true), (1 / Float(r.reduced), false), (-0.3, true)] {
      let y = output(startingAs: accumulate ? start : start.map { _ in .nan }) {
        sum($0, x, outer: r.outer, reduced: r.reduced, inner: r.inner, scale: scale, accumulate: accumulate)
      }
      let naive = Naive.sum(
        x, outer: r.outer, reduced: r.reduced, inner: r.inner, scale: Double(scale),
        adding: accumulate ? start : nil)
      expectClose(
        actual: y, expected: naive.values, relativeTo: .terms(naive.sizes), units: 1,
        "\(scale), \(accumulate)")
    }
  }

  @Test(arguments: [1, 5]) func sumOfNothingIsZero(_ inner: Int) {
    #expect(
      output(2 * inner) { sum($0, [], outer: 2, reduced: 0, inner: inner) }
        == [Float](repeating: 0, count: 2 * inner))
  }

  @Test(arguments: [0, 1, 15, 17, 97, 4096, 4097, 10_001])
  func sumOfSquaresMatchesTheNaiveTwin(_ count: Int) {
    var random = RandomValues(seed: 3)
    let x = random.floats(count, in: -3...3)
    let expected = x.reduce(0) { $0 + Double($1) * Double($1) }
    let total = x.withUnsafeBufferPointer { sumOfSquares([$0]) }
    expectClose(actual: [total], expected: [expected], relativeTo: .each, units: 1)
  }

  @Test func sumOfSquaresOfSeveralArraysIsThatOfEachAddedUp() {
    var random = RandomValues(seed: 4)
    let counts = [1, 17, 4096, 0, 4097, 10_001]
    let x = random.floats(counts.reduce(0, +), in: -3...3)
    x.withUnsafeBufferPointer { x in
      var arrays: [UnsafeBufferPointer<Float>] = [], start = 0
      for count in counts {
        arrays.append(UnsafeBufferPointer(rebasing: x[start..<start + count]))
        start += count
      }
      let expected = arrays.reduce(0) { $1.reduce($0) { $0 + Double($1) * Double($1) } }
      expectClose(actual: [sumOfSquares(arrays)], expected: [expected], relativeTo: .each, units: 1)
      // Doubles hold the sum of so few chunks with no rounding that a float would show.
      let apart = arrays.reduce(0) { $0 + sumOfSquares([$1]) }
      #expect(abs(sumOfSquares(arrays) / apart - 1) < 1e-14)
    }
    #expect(sumOfSquares([]) == 0)
  }
}
