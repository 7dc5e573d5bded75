/// y = x W, or y += x W, where most elements of x are zero and only the others are stored.
///
/// Row i of x has the elements `starts[i] ..< starts[i + 1]`: the number of the column and the value of each. A row of y
/// adds up its terms in their order, so no number of threads changes a bit. Product and sum are rounded one by one, not
/// fused: memory is what this waits for, and every machine then gives the same bits.
///
/// Two operations for each stored element and column of W.
///
/// - Parameters:
///   - y: rows x width.
///   - starts: rows + 1 numbers that do not fall.
///   - w: any number of rows x width; the columns of x must be below that number.
public func sparseProduct(
  _ y: UnsafeMutablePointer<Float>, starts: UnsafePointer<Int>, columns: UnsafePointer<Int32>,
  values: UnsafePointer<Float>, _ w: UnsafePointer<Float>, rows: Int, width: Int, accumulate: Bool = false
) {
  guard rows > 0 else { return }
  parallel(rows, work: (starts[rows] - starts[0] + rows) * width * 4) { range in
    for row in range {
      let y_row = y + row * width
      if !accumulate { y_row.update(repeating: 0, count: width) }
      for i in starts[row]..<starts[row + 1] {
        let value = values[i], w_row = w + Int(columns[i]) * width
        for column in 0..<width { y_row[column] += value * w_row[column] }
      }
    }
  }
}
