/// y = x W, or y += x W, where most elements of x are zero, and only the others are stored.
///
/// Row i of x has the elements `starts[i] ..< starts[i + 1]`: the column's index and the value of each. A row of y adds
/// its terms in this order, so the bits do not depend on the number of threads. It adds them in double precision: a
/// gradient's row can have a term per document, and this kernel waits for memory anyway. The products are then exact,
/// so machines without fused multiply-add compute the same bits too.
///
/// It takes two operations per stored element and column of W.
///
/// - Parameters:
///   - y: rows x width.
///   - starts: rows + 1 numbers that never decrease.
///   - w: any number of rows x width; the columns of x must be below the number of rows.
public func sparseProduct(
  _ y: UnsafeMutablePointer<Float>, starts: UnsafePointer<Int>, columns: UnsafePointer<Int32>,
  values: UnsafePointer<Float>, _ w: UnsafePointer<Float>, rows: Int, width: Int, accumulate: Bool = false
) {
  guard rows > 0 else { return }
  parallel(rows, work: (starts[rows] - starts[0] + rows) * width * 4) { range in
    withDoubles(width) { sums in
      for row in range {
        let y_row = y + row * width
        sums.update(repeating: 0, count: width)
        for i in starts[row]..<starts[row + 1] {
          let value = Double(values[i]), w_row = w + Int(columns[i]) * width
          for column in 0..<width { sums[column] += value * Double(w_row[column]) }
        }
        for column in 0..<width { y_row[column] = (accumulate ? y_row[column] : 0) + Float(sums[column]) }
      }
    }
  }
}
