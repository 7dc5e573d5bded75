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

  /// Neither the place of NaN nor what comes after it matters. Fifty numbers fill three registers and a part of one.
  @Test(arguments: [1, 17], [0, 1, 15, 16, 33, 47, 48, 49]) func nanIsTheExtremeWhereverItIs(_ inner: Int, place: Int) {
    for other in [5, .infinity, -.infinity] as [Float] {
      var column = (0..<50).map { Float($0 * 7 % 50) }
      column[place] = .nan
      if place < 48 { column[place + 1] = other }
      column[49] = .nan
      let x = column.flatMap { [Float](repeating: $0, count: inner) }
      for extreme in [maximum, minimum] as [Extreme] {
        var places = [Int32](repeating: -1, count: inner)
        let y = output(inner) { extreme($0, &places, x, 1, 50, inner) }
        expectClose(actual: y, expected: [Float](repeating: .nan, count: inner), units: 0)
        #expect(places == [Int32](repeating: Int32(place), count: inner))
      }
    }
  }

  private typealias Extreme = (
    UnsafeMutablePointer<Float>, UnsafeMutablePointer<Int32>, UnsafePointer<Float>, Int, Int, Int
  ) -> Void
}
