import Kernels
import TestSupport
import Testing

@Suite struct LargestInRowsTests {
  @Test(arguments: [(1, 1), (3, 5), (5, 16), (7, 33), (2, 97), (301, 171)])
  func searchingBlockByBlockEqualsSearchingTheWholeMatrix(rows: Int, columns: Int) {
    var random = RandomValues(seed: 1)
    // Few distinct numbers, so some are equal.
    let x = random.ids(rows * columns, below: 40).map { Float($0) - 20 }
    let naive = Naive.largestInRows(x, rows: rows, columns: columns)
    for width in Set([1, max(1, columns / 2), columns]) {
      var places = [Int32](repeating: -1, count: rows)
      let best = output(startingAs: [Float](repeating: -.infinity, count: rows)) { best in
        for start in stride(from: 0, to: columns, by: width) {
          let end = min(start + width, columns)
          let block = (0..<rows).flatMap { x[$0 * columns + start..<$0 * columns + end] }
          raiseToLargest(best, &places, block, rows: rows, columns: end - start, firstColumn: start)
        }
      }
      #expect(best == naive.values && places == naive.places, "\(rows) x \(columns), \(width) at a time")
    }
  }

  @Test func numbersThatAreNotLargerChangeNothing() {
    var places: [Int32] = [7, 8, 9]
    let best = output(startingAs: [2, 2, -.infinity]) {
      raiseToLargest($0, &places, [1, 2, 3, 1, -.infinity, -.infinity], rows: 3, columns: 2, firstColumn: 100)
    }
    #expect(best == [2, 3, -.infinity] && places == [7, 100, 9])
  }
}
