import Numerics

/// y[i] = the Euclidean length of row i of x.
///
/// Each row has sixteen running sums, one per lane, which `horizontalSum` adds at the end. The bits do not depend on
/// the number of threads.
///
/// - Parameters:
///   - y: rows.
///   - x: rows x columns.
public func rowLengths(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, columns: Int) {
  parallel(rows, work: rows * columns) { range in
    for row in range {
      let x = x + row * columns
      y[row] = dot(x, x, columns).squareRoot()
    }
  }
}
