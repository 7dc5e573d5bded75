import TestSupport
import Testing

@testable import Kernels

@Suite struct ExtremesTests {
  @Test(arguments: ReductionsTests.reductions) func theFirstOfEqualExtremesIsReturned(_ r: Reduction) {
    var random = RandomValues(seed: 2)
    // Whole numbers, so many are equal; all of one sign, so zero is neither the largest nor the smallest.
    let negative = random.ids(r.count, below: 5).map { Float($0) - 9 }
    for x in [negative, negative.map { -$0 }] {
      let columns = (0..<r.outer).flatMap { o in
        (0..<r.inner).map { i in (0..<r.reduced).map { x[(o * r.reduced + $0) * r.inner + i] } }
      }
      var places = [Int32](repeating: -1, count: columns.count)
      let largest = output(columns.count) {
        maximum($0, &places, x, outer: r.outer, reduced: r.reduced, inner: r.inner)
      }
      #expect(largest == columns.map { $0.max()! })
      #expect(places == columns.map { Int32($0.firstIndex(of: $0.max()!)!) })
      let smallest = output(columns.count) {
        minimum($0, &places, x, outer: r.outer, reduced: r.reduced, inner: r.inner)
      }
      #expect(smallest == columns.map { $0.min()! })
      #expect(places == columns.map { Int32($0.firstIndex(of: $0.min()!)!) })
    }
  }

  @Test(arguments: [1, 17]) func nanIsTheExtremeOnlyInTheFirstPlace(_ inner: Int) {
    for (column, largest, place) in [
      ([2, .nan, 5, .nan], 5, 2), ([.nan, 2, 5, 1], .nan, 0), ([-.infinity, .nan, -.infinity, .nan], -.infinity, 0),
    ] as [([Float], Float, Int32)] {
      let x = column.flatMap { [Float](repeating: $0, count: inner) }
      var places = [Int32](repeating: -1, count: inner)
      let y = output(inner) { maximum($0, &places, x, outer: 1, reduced: 4, inner: inner) }
      expectClose(actual: y, expected: [Float](repeating: largest, count: inner), units: 0)
      #expect(places == [Int32](repeating: place, count: inner))
      let negative = output(inner) { minimum($0, &places, x.map { -$0 }, outer: 1, reduced: 4, inner: inner) }
      expectClose(actual: negative, expected: [Float](repeating: -largest, count: inner), units: 0)
      #expect(places == [Int32](repeating: place, count: inner))
    }
  }
}
