/// Computes C = A B, or C += A B, for row-major matrices of any shape, either of which can be stored transposed.
///
/// It takes 2 m n k FLOPs over about 4 (m k + k n + m n) bytes. Threads split C into blocks, never the depth, so each
/// element's sum has a fixed order: term by term within a depth block, then block by block. Very long sums do not drift
/// (see ``DeepSums``).
///
/// - Parameters:
///   - c: m x n, contiguous; added to if `accumulate`, else overwritten.
///   - a: m x k, or k x m if `transposeA`.
///   - b: k x n, or n x k if `transposeB`.
///   - m: the number of rows of A and C.
///   - n: the number of columns of B and C.
///   - k: the number of columns of A and rows of B; if it is 0, the product is zero.
public func matrixProduct(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
  m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false, accumulate: Bool = false
) {
  guard m > 0, n > 0 else { return }
  guard k > 0 else {
    if !accumulate { c.update(repeating: 0, count: m * n) }
    return
  }
  // Packing all of B in advance pays off if many rows use it. Other products read B in place, or pack it block by
  // block.
  if !transposeA, m >= 4 * rowBlock {
    return matrixProduct(
      c, a, PackedMatrix(b, n: n, k: k, transposed: transposeB), m: m, accumulate: accumulate)
  }
  product(c, a, b, m: m, n: n, k: k, transposeA, transposeB, accumulate).compute(work: m * n * k)
}

/// Computes C = A B, or C += A B, with a packed B.
///
/// - Parameters:
///   - c: m x n; a: m x k.
public func matrixProduct(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: PackedMatrix, m: Int, accumulate: Bool = false
) {
  BlockedProduct(packed: b, c, a, m: m, accumulate: accumulate, epilogue: NoEpilogue()).compute(work: m * b.n * b.k)
}

/// Computes `count` products of equal shape, each like
/// ``matrixProduct(_:_:_:m:n:k:transposeA:transposeB:accumulate:)``. The matrices of A, of B and of C are stored one
/// after another.
public func batchedMatrixProduct(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int,
  m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false, accumulate: Bool = false
) {
  // A single product splits its own blocks across the threads. With a depth of 0, all products are zeros, like those of
  // one tall matrix.
  guard count > 1, k > 0 else {
    return matrixProduct(
      c, a, b, m: count * m, n: n, k: k, transposeA: transposeA, transposeB: transposeB, accumulate: accumulate)
  }
  parallel(count, work: count * m * n * k) { matrices in
    for i in matrices {
      let one = product(
        c + i * m * n, a + i * m * k, b + i * k * n, m: m, n: n, k: k, transposeA, transposeB, accumulate)
      one.compute(rows: 0..<m, panels: 0..<one.panelCount)
    }
  }
}

/// Computes products of equal shape whose operands are selected from two stacks: the i-th matrix of C is the product of
/// matrix `pairs[i].a` of A and matrix `pairs[i].b` of B. A matrix can be used any number of times.
public func batchedMatrixProduct(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, pairs: [(a: Int, b: Int)],
  m: Int, n: Int, k: Int, transposeA: Bool = false, transposeB: Bool = false
) {
  guard m > 0, n > 0, k > 0 else { return c.update(repeating: 0, count: pairs.count * m * n) }
  parallel(pairs.count, work: pairs.count * m * n * k) { matrices in
    for i in matrices {
      let one = product(
        c + i * m * n, a + pairs[i].a * m * k, b + pairs[i].b * k * n, m: m, n: n, k: k, transposeA, transposeB, false)
      one.compute(rows: 0..<m, panels: 0..<one.panelCount)
    }
  }
}

private func product(
  _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, m: Int, n: Int, k: Int,
  _ transposeA: Bool, _ transposeB: Bool, _ accumulate: Bool
) -> BlockedProduct<NoEpilogue> {
  BlockedProduct(
    c: c, stride: n, a: MatrixView(start: a, rowStride: transposeA ? 1 : k, columnStride: transposeA ? m : 1),
    b: MatrixView(start: b, rowStride: transposeB ? 1 : n, columnStride: transposeB ? k : 1), m: m, n: n, k: k,
    accumulate: accumulate, epilogue: NoEpilogue())
}
