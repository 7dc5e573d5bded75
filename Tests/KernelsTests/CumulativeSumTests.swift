import TestSupport
import Testing

@testable import Kernels

@Suite struct CumulativeSumTests {
  /// The terms have one order, so the bits are those of a plain loop on any axis.
  @Test(arguments: ReductionsTests.reductions + [Reduction(2, 0, 5), Reduction(2, 0, 1)], [false, true])
  func sumsHaveTheBitsOfAPlainLoop(_ r: Reduction, reversed: Bool) {
    var random = RandomValues(seed: 1)
    let x = random.floats(r.count), start = random.floats(r.count)
    var sums = x
    let order = reversed ? Array((0..<r.reduced).reversed()) : Array(0..<r.reduced)
    for o in 0..<r.outer {
      for i in 0..<r.inner {
        var total: Float = 0
        for place in order {
          total += x[(o * r.reduced + place) * r.inner + i]
          sums[(o * r.reduced + place) * r.inner + i] = total
        }
      }
    }
    for accumulate in [false, true] {
      let y = output(startingAs: accumulate ? start : start.map { _ in .nan }) {
        cumulativeSum(
          $0, x, outer: r.outer, size: r.reduced, inner: r.inner, reversed: reversed, accumulate: accumulate)
      }
      expectSameBits(actual: y, expected: accumulate ? zip(start, sums).map { $0 + $1 } : sums, "\(accumulate)")
    }
  }
}
