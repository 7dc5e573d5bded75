import TestSupport
import Testing

@testable import Kernels

@Suite struct CumulativeSumTests {
  @Test(arguments: ReductionsTests.reductions + [Reduction(2, 0, 5), Reduction(2, 0, 1)], [false, true])
  func sumsMatchTheNaiveReference(_ r: Reduction, reversed: Bool) {
    var random = RandomValues(seed: 1)
    let x = random.floats(r.count), start = random.floats(r.count)
    let naive = Naive.cumulativeSum(x, outer: r.outer, size: r.reduced, inner: r.inner, reversed: reversed)
    for accumulate in [false, true] {
      let y = output(startingAs: accumulate ? start : start.map { _ in .nan }) {
        cumulativeSum(
          $0, x, outer: r.outer, size: r.reduced, inner: r.inner, reversed: reversed, accumulate: accumulate)
      }
      let before = start.map { accumulate ? Double($0) : 0 }
      expectClose(
        actual: y, expected: zip(before, naive.values).map { $0 + $1 },
        relativeTo: .terms(zip(before, naive.sizes).map { abs($0) + $1 }), units: 1, "\(accumulate)")
    }
  }

  @Test(arguments: [1, 2, 17]) func longSumsDoNotDrift(_ inner: Int) {
    let size = 1_000_003 / inner
    let x = [Float](repeating: 0.1, count: size * inner)
    let y = output(x.count) { cumulativeSum($0, x, outer: 1, size: size, inner: inner) }
    let places = stride(from: 0, to: x.count, by: 997).map { $0 }
    expectClose(
      actual: places.map { y[$0] }, expected: places.map { Double($0 / inner + 1) * Double(Float(0.1)) },
      relativeTo: .each, units: 1)
  }

  @Test(arguments: [1, 2]) func infinityStaysInfinite(_ inner: Int) {
    let x = [1, .infinity, 2, -.infinity, 3].flatMap { [Float](repeating: $0, count: inner) }
    let y = output(x.count) { cumulativeSum($0, x, outer: 1, size: 5, inner: inner) }
    let expected = [1, .infinity, .infinity, .nan, .nan].flatMap { [Double](repeating: $0, count: inner) }
    expectClose(actual: y, expected: expected, units: 0)
  }
}
