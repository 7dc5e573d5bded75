import Kernels
import TestSupport
import Testing

@Suite struct RowLengthsTests {
  @Test(arguments: [(1, 1), (3, 2), (5, 16), (7, 33), (2, 97), (4, 0), (0, 5)])
  func lengthsMatchTheNaiveReference(rows: Int, columns: Int) {
    var random = RandomValues(seed: 1)
    let x = random.floats(rows * columns)
    let lengths = output(rows) { rowLengths($0, x, rows: rows, columns: columns) }
    expectClose(
      actual: lengths.map(Double.init), expected: Naive.rowLengths(x, rows: rows, columns: columns),
      relativeTo: .each, units: 2)
  }

  @Test func zerosHaveLengthZeroAndNonFiniteNumbersShow() {
    let x: [Float] = [0, 0, 3, -4, .infinity, 0, .nan, 1]
    let lengths = output(4) { rowLengths($0, x, rows: 4, columns: 2) }
    #expect(lengths[..<3] == [0, 5, .infinity] && lengths[3].isNaN)
  }
}
