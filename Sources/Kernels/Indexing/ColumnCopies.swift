/// Copies some columns of each row; the other columns of y keep what they have.
///
/// - Parameters:
///   - y, x: rows of `rowLength` floats.
public func copyColumns(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, rowLength: Int, columns: Range<Int>
) {
  parallel(rows, work: rows * columns.count) { range in
    for row in range {
      let start = row * rowLength + columns.lowerBound
      (y + start).update(from: x + start, count: columns.count)
    }
  }
}

/// y += x, for matrices whose rows are some distance apart.
///
/// - Parameters:
///   - y: rows, `stride` floats apart; x: the same, with its own distance.
public func addColumns(
  _ y: UnsafeMutablePointer<Float>, stride yStride: Int, _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int,
  columns: Int
) {
  parallel(rows, work: rows * columns) { range in
    for row in range {
      let y = y + row * yStride, x = x + row * xStride
      forEachLanes(columns) {
        store(load(y + $0) + load(x + $0), to: y + $0)
      } tail: {
        store(load(y + $0, count: $1) + load(x + $0, count: $1), to: y + $0, count: $1)
      }
    }
  }
}
