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

  @Test(arguments: reductions) func sumsMatchTheNaiveReference(_ r: Reduction) {
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
}
