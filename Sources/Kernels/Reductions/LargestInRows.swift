/// Updates the largest number found so far in each row, and its column, with the numbers of that row of x. If several
/// are equal, the first one counts.
///
/// This way, a wide matrix can be computed and searched block by block, and never has to exist as a whole. NaN is never
/// the largest; a row of x that starts with NaN changes nothing.
///
/// - Parameters:
///   - best: rows; the largest numbers found so far.
///   - places: rows; the columns of the best.
///   - x: rows x columns, at least one column.
///   - firstColumn: the column of the whole matrix at which x begins.
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
