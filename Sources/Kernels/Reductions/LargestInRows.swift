/// Where the largest number of a row of x is larger than the row's best so far, it becomes the best, and `places` keeps its
/// column; of equals the first.
///
/// A wide matrix can so be made and searched block by block, and need not exist as a whole. What is not a number is never
/// the largest, unless it stands first in its row.
///
/// - Parameters:
///   - best: rows; what was found before.
///   - places: rows; the columns of the best.
///   - x: rows x columns, at least one column.
///   - firstColumn: the column of the whole matrix with which x begins.
public func raiseToLargest(
  _ best: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Int32>, _ x: UnsafePointer<Float>, rows: Int,
  columns: Int, firstColumn: Int
) {
  parallel(rows, work: rows * columns) { range in
    for row in range {
      let x = x + row * columns
      let largest = maximum(x, count: columns)
      guard largest > best[row] else { continue }
      var column = 0
      while x[column] != largest { column += 1 }
      best[row] = largest
      places[row] = Int32(firstColumn + column)
    }
  }
}
