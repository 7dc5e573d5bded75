// The matrix products of one attention head: blocks of queries with all keys and values that they see.

extension HeadLayout {
  /// The number of floats that `length` rows of keys or values need if they are copied into contiguous memory because
  /// they are far apart; otherwise 0.
  func copyCount(length: Int, _ D: Int) -> Int { time > farApart ? length * D : 0 }

  /// Returns the keys or values of one group, S x D, in place or copied into contiguous memory.
  ///
  /// - Parameter isCopied: whether the copy already exists.
  @inline(__always)
  func together(
    _ x: UnsafePointer<Float>, length: Int, _ D: Int, copy: UnsafeMutablePointer<Float>, isCopied: Bool = false
  ) -> MatrixView {
    guard time > farApart else { return MatrixView(x, rowStride: time) }
    if !isCopied {
      for t in 0..<length { (copy + t * D).update(from: x + t * time, count: D) }
    }
    return MatrixView(copy, rowStride: D)
  }

  /// Packs the queries of a block, or rows with the same layout, as the columns of a D x 32 matrix.
  @inline(__always)
  func packRows(_ packed: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int, _ D: Int) {
    let view = MatrixView(start: x, rowStride: 1, columnStride: time)
    pack(packed, view, n: count, k: D, panels: 0..<panelCount(count))
  }
}

extension QueryBlock {
  /// scores = x y^T, one row per key of the block, where y holds the packed queries of the block. Lanes without a query
  /// get 0.
  ///
  /// - Parameter x: the keys or values of the group, S x D.
  @inline(__always)
  func score(_ scores: UnsafeMutablePointer<Float>, _ x: MatrixView, packed: UnsafePointer<Float>, _ D: Int) {
    let panels = panelCount(count)
    BlockedProduct(
      c: scores, stride: queryBlock, a: x.from(row: keys.lowerBound, column: 0), b: MatrixView(packed, rowStride: 0),
      packed: packed, m: keys.count, n: panels * tileColumns, k: D, accumulate: false, epilogue: NoEpilogue()
    ).compute(rows: 0..<keys.count, panels: 0..<panels)
  }

  /// y = scores^T x, one row per query.
  ///
  /// - Parameters:
  ///   - y: the rows of the block's queries, `stride` floats apart.
  ///   - x: the keys or values of the group, S x D.
  @inline(__always)
  func gather(
    _ y: UnsafeMutablePointer<Float>, stride: Int, _ scores: UnsafePointer<Float>, _ x: MatrixView, _ D: Int
  ) {
    let transposed = MatrixView(start: scores, rowStride: 1, columnStride: queryBlock)
    product(
      y, stride: stride, transposed, x.from(row: keys.lowerBound, column: 0), m: count, n: D, k: keys.count,
      accumulate: false)
  }

  /// y = scores x, or y += scores x, one row per key of the block.
  ///
  /// - Parameters:
  ///   - y: the rows of all keys of the group, `stride` floats apart.
  ///   - x: one row per query of the block.
  @inline(__always)
  func scatter(
    _ y: UnsafeMutablePointer<Float>, stride: Int, _ scores: UnsafePointer<Float>, _ x: MatrixView, _ D: Int,
    accumulate: Bool
  ) {
    product(
      y + keys.lowerBound * stride, stride: stride, MatrixView(scores, rowStride: queryBlock), x, m: keys.count, n: D,
      k: count, accumulate: accumulate)
  }
}

/// c = a b, or c += a b, on this thread.
@inline(__always)
private func product(
  _ c: UnsafeMutablePointer<Float>, stride: Int, _ a: MatrixView, _ b: MatrixView, m: Int, n: Int, k: Int,
  accumulate: Bool
) {
  let product = BlockedProduct(
    c: c, stride: stride, a: a, b: b, m: m, n: n, k: k, accumulate: accumulate, epilogue: NoEpilogue())
  product.compute(rows: 0..<m, panels: 0..<product.panelCount)
}
