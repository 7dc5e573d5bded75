import TestSupport
import Testing

@testable import Kernels

/// Sparse rows of uneven lengths, some of them empty.
struct SparseExample {
  var starts = [0]
  var columns: [Int32] = []
  var values: [Float] = []

  init(rows: Int, columns columnCount: Int, random: inout RandomValues) {
    for row in 0..<rows {
      for column in 0..<columnCount where (row * 7 + column * 5 + row * column) % 9 < row % 4 {
        columns.append(Int32(column))
        values.append(random.float())
      }
      starts.append(columns.count)
    }
  }
}

@Suite struct SparseProductTests {
  @Test(arguments: [1, 2, 3, 17, 33], [false, true])
  func sparseProductMatchesTheNaiveReference(width: Int, isAdded: Bool) {
    var random = RandomValues(seed: 5)
    let x = SparseExample(rows: 23, columns: 41, random: &random)
    let w = random.floats(41 * width), start = random.floats(23 * width)
    let y = output(startingAs: isAdded ? start : [Float](repeating: .nan, count: 23 * width)) {
      sparseProduct(
        $0, starts: x.starts, columns: x.columns, values: x.values, w, rows: 23, width: width, accumulate: isAdded)
    }
    let naive = Naive.sparseProduct(
      starts: x.starts, columns: x.columns, values: x.values, w, width: width, adding: isAdded ? start : nil)
    expectClose(actual: y.map(Double.init), expected: naive.values, relativeTo: .terms(naive.sizes), units: 2)
  }

  @Test(arguments: [1, 17]) func aLongRowDoesNotDrift(_ width: Int) {
    let count = 100_003, columns = [Int32](repeating: 1, count: count), values = [Float](repeating: 0.1, count: count)
    let w = [Float](repeating: 0.1, count: 2 * width)
    let y = output(width) {
      sparseProduct($0, starts: [0, count], columns: columns, values: values, w, rows: 1, width: width)
    }
    let expected = Double(count) * Double(Float(0.1)) * Double(Float(0.1))
    expectClose(actual: y, expected: y.map { _ in expected }, units: 0.5)
  }

  @Test func emptyRowsNeedNoWork() {
    #expect(output(0) { sparseProduct($0, starts: [0], columns: [], values: [], [0], rows: 0, width: 3) } == [])
    #expect(
      output(2) { sparseProduct($0, starts: [0, 0, 0], columns: [], values: [], [0], rows: 2, width: 1) } == [0, 0])
  }
}
