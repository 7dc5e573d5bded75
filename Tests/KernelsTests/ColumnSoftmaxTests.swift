import TestSupport
import Testing

@testable import Kernels

/// Compares the functions of a middle axis with the naive references of the last axis, on columns laid out as rows.
@Suite struct ColumnSoftmaxTests {
  static let axes = [
    Reduction(1, 1, 1), Reduction(2, 3, 5), Reduction(3, 97, 1), Reduction(5, 33, 17), Reduction(1, 257, 33),
    Reduction(4, 1, 7), Reduction(7, 2, 16), Reduction(0, 3, 5),
  ]

  @Test(arguments: axes) func valuesMatchTheNaiveReference(_ r: Reduction) {
    let x = numbers(r, seed: 1), rows = asRows(x, r).map(Double.init)
    let y = output(r.count) { softmax($0, x, outer: r.outer, size: r.reduced, inner: r.inner) }
    expectClose(
      actual: asRows(y, r), expected: Naive.rows(rows, columns: r.reduced) { Naive.softmax($1) }, relativeTo: .each,
      units: 7)
    let z = output(r.count) { logSoftmax($0, x, outer: r.outer, size: r.reduced, inner: r.inner) }
    expectClose(
      actual: asRows(z, r), expected: Naive.rows(rows, columns: r.reduced) { Naive.logSoftmax($1) }, units: 1.5)
    let s = output(r.outer * r.inner) { logSumExp($0, x, outer: r.outer, size: r.reduced, inner: r.inner) }
    expectClose(
      actual: s, expected: Naive.rows(rows, columns: r.reduced) { [Naive.logSumExp($1)] }, units: 1.5)
    // In place.
    expectSameBits(
      actual: output(startingAs: x) { softmax($0, $0, outer: r.outer, size: r.reduced, inner: r.inner) }, expected: y)
    expectSameBits(
      actual: output(startingAs: x) { logSoftmax($0, $0, outer: r.outer, size: r.reduced, inner: r.inner) },
      expected: z)
  }

  @Test(arguments: axes) func gradientsMatchTheNaiveReference(_ r: Reduction) {
    let x = numbers(r, seed: 1), dy = numbers(r, seed: 2, in: -1...1), rows = asRows(x, r).map(Double.init)
    let dyRows = asRows(dy, r).map(Double.init)
    let y = output(r.count) { softmax($0, x, outer: r.outer, size: r.reduced, inner: r.inner) }
    let dx = output(r.count) { softmaxBackward($0, dy, y, outer: r.outer, size: r.reduced, inner: r.inner) }
    expectClose(
      actual: asRows(dx, r),
      expected: Naive.rows(rows, columns: r.reduced) {
        Naive.softmaxBackward(Array(dyRows[$0 * r.reduced..<($0 + 1) * r.reduced]), $1)
      }, relativeTo: .terms(asRows(y, r).map { Double($0) }), units: 10)
    let z = output(r.count) { logSoftmax($0, x, outer: r.outer, size: r.reduced, inner: r.inner) }
    let dz = output(r.count) { logSoftmaxBackward($0, dy, z, outer: r.outer, size: r.reduced, inner: r.inner) }
    expectClose(
      actual: asRows(dz, r),
      expected: Naive.rows(rows, columns: r.reduced) {
        Naive.logSoftmaxBackward(Array(dyRows[$0 * r.reduced..<($0 + 1) * r.reduced]), $1)
      }, units: 6.5)
  }

  @Test(arguments: [1, 17]) func infinitiesBehaveAsDocumented(_ inner: Int) {
    for (column, expected) in [
      ([-.infinity, -.infinity, -.infinity], -.infinity), ([-.infinity, 3, -.infinity], 3),
      ([1, .infinity, 2], .infinity),
      ([1, .nan, 2], .nan),
    ] as [([Float], Float)] {
      let x = column.flatMap { [Float](repeating: $0, count: inner) }
      let y = output(inner) { logSumExp($0, x, outer: 1, size: 3, inner: inner) }
      expectClose(actual: y, expected: [Float](repeating: expected, count: inner), relativeTo: .each, units: 0)
    }
  }

  private func numbers(_ r: Reduction, seed: UInt64, in range: ClosedRange<Float> = -1...5) -> [Float] {
    var random = RandomValues(seed: seed)
    return random.floats(r.count, in: range)
  }

  /// (outer, size, inner) as (outer, inner, size).
  private func asRows(_ x: [Float], _ r: Reduction) -> [Float] {
    (0..<r.outer).flatMap { o in
      (0..<r.inner).flatMap { i in (0..<r.reduced).map { x[(o * r.reduced + $0) * r.inner + i] } }
    }
  }
}
