/// A matrix that stores only its nonzero elements, row by row, such as bags of words.
///
/// Numerical libraries call this form compressed sparse row (CSR): row i has the elements `starts[i] ..< starts[i + 1]`
/// of `columns` and `values`.
///
///     // [[0, 2, 0],
///     //  [1, 0, 3]]
///     let x = SparseRows(columnCount: 3, starts: [0, 1, 3], columns: [1, 0, 2], values: [2, 1, 3])
///     x.rowCount                 // 2
///     Array(x.row(1).columns)    // [0, 2]
///
/// The matrix never changes, so its transpose, which gradients need, is computed once and kept.
public final class SparseRows {
  /// The number of columns, including those without stored elements.
  public let columnCount: Int
  /// The index where each row begins; the last entry is the number of stored elements.
  public let starts: [Int]
  /// The column of each stored element, in increasing order within a row.
  public let columns: [Int32]
  /// The value of each stored element.
  public let values: [Float]

  /// Creates a matrix from its stored elements. Arguments that contradict each other, and columns of a row that do not
  /// increase, are a programming error and stop the program.
  public init(columnCount: Int, starts: [Int], columns: [Int32], values: [Float]) {
    require(
      starts.first == 0 && starts.last == columns.count && columns.count == values.count,
      "SparseRows: \(columns.count) columns, \(values.count) values, rows that end at \(starts.last ?? -1)")
    require(zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }, "SparseRows: a row ends before it begins")
    for (row, (start, end)) in zip(starts, starts.dropFirst()).enumerated() {
      // Not even the first column can be -1.
      var last: Int32 = -1
      for column in columns[start..<end] {
        require(
          column >= 0 && column < columnCount,
          "SparseRows: row \(row): column \(column) is outside 0 ..< \(columnCount)")
        require(column > last, "SparseRows: row \(row): column \(column) comes after column \(last)")
        last = column
      }
    }
    self.columnCount = columnCount
    self.starts = starts
    self.columns = columns
    self.values = values
  }

  /// The number of rows.
  public var rowCount: Int { starts.count - 1 }

  /// The number of stored elements.
  public var storedCount: Int { values.count }

  /// The stored elements of a row.
  public func row(_ row: Int) -> (columns: ArraySlice<Int32>, values: ArraySlice<Float>) {
    let range = starts[row]..<starts[row + 1]
    return (columns[range], values[range])
  }

  /// The transpose: row j of the result holds column j of this matrix, with its elements in the order of their rows.
  public private(set) lazy var transposed: SparseRows = {
    // First count, then fill: one pass over the elements each.
    var starts = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { starts[Int(column) + 1] += 1 }
    for column in 0..<columnCount { starts[column + 1] += starts[column] }
    var next = starts
    var rows = [Int32](repeating: 0, count: storedCount)
    var values = [Float](repeating: 0, count: storedCount)
    for row in 0..<rowCount {
      for i in self.starts[row]..<self.starts[row + 1] {
        let column = Int(columns[i])
        rows[next[column]] = Int32(row)
        values[next[column]] = self.values[i]
        next[column] += 1
      }
    }
    return SparseRows(columnCount: rowCount, starts: starts, columns: rows, values: values)
  }()
}
