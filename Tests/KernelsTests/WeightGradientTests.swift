import TestSupport
import Testing

@testable import Kernels

@Suite struct WeightGradientTests {
  /// Row counts that make one slice, and two slices, which can differ in size. The last case is not sliced, because the
  /// sums of its slices would take too much memory.
  @Test(
    arguments: [
      (rows: 0, m: 3, n: 5), (1, 1, 1), (100, 33, 17), (577, 17, 65), (768, 65, 33), (801, 48, 97),
      (385, 730, 720),
    ], [false, true])
  func weightGradientMatchesTheNaiveReference(_ shape: (rows: Int, m: Int, n: Int), accumulate: Bool) {
    var random = RandomValues(seed: 1)
    let (rows, m, n) = shape
    let dy = random.floats(rows * m), x = random.floats(rows * n), start = random.floats(m * n)
    let dweight = output(startingAs: accumulate ? start : start.map { _ in .nan }) {
      weightGradient($0, dy, x, rows: rows, m: m, n: n, accumulate: accumulate)
    }
    let naive = Naive.product(
      dy, x, m: m, n: n, k: rows, transposeA: true, transposeB: false, adding: accumulate ? start : nil)
    expectClose(actual: dweight, expected: naive.values, relativeTo: .terms(naive.sizes), units: 2)
  }

  /// 128 slices of 384 rows or more, and a gradient so large that there are none.
  @Test(arguments: [(rows: 50_000, m: 3, n: 2), (14_000, 200, 180)]) func manyRowsDoNotDrift(
    _ shape: (rows: Int, m: Int, n: Int)
  ) {
    let (rows, m, n) = shape
    let dy = [Float](repeating: 0.1, count: rows * m), x = [Float](repeating: 0.1, count: rows * n)
    let dweight = output(m * n) { weightGradient($0, dy, x, rows: rows, m: m, n: n) }
    let expected = Double(rows) * Double(Float(0.1)) * Double(Float(0.1))
    expectClose(actual: dweight, expected: dweight.map { _ in expected }, units: 9)
  }
}
