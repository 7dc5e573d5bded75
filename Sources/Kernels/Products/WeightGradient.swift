import Numerics

/// The minimum number of rows that a slice of a weight's gradient sums over, and the maximum number of floats for the
/// sums of all slices (4 MB).
private let sliceRows = 384
private let mostSliced = 1 << 20

/// The gradient of a linear map's weight, dW = dy^T x, or dW += dy^T x: a matrix product that sums over all rows.
///
/// If the threads split dW into blocks, each thread would read half of the data that the others have just written. So
/// if dW is small, each thread sums over slices of its own rows, which it finds in its own cache, into one matrix per
/// slice. These are added at the end, in order. Slices depend only on the shape, so the order of the sums does too. It
/// takes 2 rows n m FLOPs, plus 8 m n bytes per slice.
///
/// - Parameters:
///   - dweight: m x n.
///   - dy: rows x m.
///   - x: rows x n.
public func weightGradient(
  _ dweight: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, m: Int,
  n: Int, accumulate: Bool = false
) {
  // A power of two, so two, four or eight threads each get the same number.
  let slices = rows < sliceRows ? 1 : 1 << (Int.bitWidth - 1 - (rows / sliceRows).leadingZeroBitCount)
  guard slices > 1, slices * m * n <= mostSliced else {
    return matrixProduct(dweight, dy, x, m: m, n: n, k: rows, transposeA: true, accumulate: accumulate)
  }
  // If there are more threads than slices, they split the rows of dW too.
  let tiles = (m + tileRows - 1) / tileRows, parts = min(tiles, (Threads.count + slices - 1) / slices)
  withScratch(slices * m * n) { sums in
    parallel(slices * parts, work: rows * m * n) { range in
      for piece in range {
        let (slice, part) = (piece / parts, piece % parts)
        let first = rows * slice / slices, count = rows * (slice + 1) / slices - first
        let product = BlockedProduct(
          c: sums + slice * m * n, stride: n, a: MatrixView(start: dy + first * m, rowStride: 1, columnStride: m),
          b: MatrixView(x + first * n, rowStride: n), m: m, n: n, k: count, accumulate: false, epilogue: NoEpilogue())
        product.compute(rows: product.rows(ofPiece: part, of: parts), panels: 0..<product.panelCount)
      }
    }
    parallelLanes(m * n, work: slices * m * n) { start, count in
      forEachLanes(count) {
        sumRows(
          dweight + (start + $0), sums + (start + $0), rows: slices, stride: m * n, columns: laneCount,
          accumulate: accumulate)
      } tail: {
        sumRows(
          dweight + (start + $0), sums + (start + $0), rows: slices, stride: m * n, columns: $1,
          accumulate: accumulate)
      }
    }
  }
}
