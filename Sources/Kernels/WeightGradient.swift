/// How many rows a slice of a weight's gradient sums over, and the most floats that all slices' sums may take (4 MB).
private let sliceRows = 192
private let mostSliced = 1 << 20

/// The gradient of a linear map's weight, dW = dy^T x, or dW += dy^T x: a matrix product whose sums go over all rows.
///
/// Sharing out blocks of dW would have every thread read half of what the others have just written. So where dW is
/// small, each thread sums over slices of its own rows, which it finds in its own cache, into a matrix for each slice;
/// those are added up at the end, in order. Slices depend on the shape alone, so the sums' order does too. 2 rows n m
/// FLOPs, and 8 m n bytes more a slice.
///
/// - Parameters:
///   - dweight: m x n.
///   - dy: rows x m.
///   - x: rows x n.
public func weightGradient(
  _ dweight: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, m: Int,
  n: Int, accumulate: Bool = false
) {
  let slices = rows / sliceRows
  guard slices > 1, slices * m * n <= mostSliced else {
    return matrixProduct(dweight, dy, x, m: m, n: n, k: rows, transposeA: true, accumulate: accumulate)
  }
  withScratch(slices * m * n) { sums in
    parallel(slices, work: rows * m * n) { range in
      for slice in range {
        let first = rows * slice / slices, count = rows * (slice + 1) / slices - first
        let product = BlockedProduct(
          c: sums + slice * m * n, stride: n, a: MatrixView(start: dy + first * m, rowStride: 1, columnStride: m),
          b: MatrixView(start: x + first * n, rowStride: n, columnStride: 1), m: m, n: n, k: count, accumulate: false,
          finish: NoFinish())
        product.compute(rows: 0..<m, panels: 0..<product.panelCount)
      }
    }
    parallelLanes(m * n, work: slices * m * n) { start, count in
      let dweight = dweight + start, sums = sums + start
      forEachLanes(count) { i in
        var total = accumulate ? load(dweight + i) : .zero
        for slice in 0..<slices { total += load(sums + (slice * m * n + i)) }
        store(total, to: dweight + i)
      } tail: { i, rest in
        var total = accumulate ? load(dweight + i, count: rest) : .zero
        for slice in 0..<slices { total += load(sums + (slice * m * n + i), count: rest) }
        store(total, to: dweight + i, count: rest)
      }
    }
  }
}
