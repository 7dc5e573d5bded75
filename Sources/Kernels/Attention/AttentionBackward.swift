/// The gradients of ``attention(_:_:_:_:_:_:_:)``.
///
/// With weights p, ds = p (dp - sum(p dp)) / sqrt(D), where sum(p dp) is the dot product of a query's o and do. Then
/// dq = ds k, dk = ds^T q and dv = p^T do. The weights are recomputed from the scores, block by block (Dao et al. 2022,
/// algorithm 4).
///
/// Each group of heads is computed by one thread, because all its heads add to the same dk and dv, always in the same
/// order. The last queries come first: if they see all keys, they set dk and dv, and the other queries add to them.
///
/// - Parameters:
///   - dq: overwritten, like dk and dv; laid out like q, k and v.
///   - dout: the gradient of o, laid out like o.
///   - o: the result of the forward pass.
///   - totals: written by the forward pass.
public func attentionBackward(
  dq: UnsafeMutablePointer<Float>, dk: UnsafeMutablePointer<Float>, dv: UnsafeMutablePointer<Float>,
  _ dout: UnsafePointer<Float>, _ o: UnsafePointer<Float>, _ totals: SoftmaxTotals, _ q: UnsafePointer<Float>,
  _ k: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ layout: AttentionLayout, _ shape: AttentionShape
) {
  let (S, D) = (shape.keyCount, shape.headSize), copy = layout.keys.copyCount(length: S, D)
  let panel = packedCount(n: queryBlock, k: D)
  parallel(shape.batchSize * shape.groupCount, work: shape.work * 2) { range in
    withScratch(2 * copy + panel + 2 * shape.scoreCount + queryBlock) { scratch in
      let packed = scratch + 2 * copy, weights = packed + panel
      let scoreGradients = weights + shape.scoreCount
      let buffers = BackwardBuffers(
        packed: packed, weights: weights, scoreGradients: scoreGradients,
        products: scoreGradients + shape.scoreCount)
      for index in range {
        let (b, g) = (index / shape.groupCount, index % shape.groupCount)
        let start = layout.keys.start(batch: b, head: g)
        let group = GroupBackward(
          dk: dk + start, dv: dv + start, stride: layout.keys.time,
          keys: layout.keys.together(k + start, length: S, D, copy: scratch),
          values: layout.keys.together(v + start, length: S, D, copy: scratch + copy), buffers: buffers,
          layout: layout, shape: shape)
        var isAddedTo = group.clearIfNeeded()
        for h in g * shape.headsPerGroup..<(g + 1) * shape.headsPerGroup {
          let step = shape.step(ofHead: h)
          let queries = layout.queries.start(batch: b, head: h), result = layout.result.start(batch: b, head: h)
          for number in stride(from: shape.blockCount - 1, through: 0, by: -1) {
            group.passBack(
              QueryBlock(number, head: b * shape.headCount + h, step: step, shape), dq: dq + queries, dout + result,
              o + result, totals, q + queries, isAddedTo: isAddedTo)
            isAddedTo = true
          }
        }
      }
    }
  }
}

/// The scratch of one thread.
private struct BackwardBuffers {
  /// A packed block of queries, or of rows of dout.
  let packed: UnsafeMutablePointer<Float>
  /// The weights of a block and the gradients of its scores, one row of 32 per key.
  let weights, scoreGradients: UnsafeMutablePointer<Float>
  /// sum(p dp) for each query of a block.
  let products: UnsafeMutablePointer<Float>
}

/// The keys and values of one group and their gradients.
private struct GroupBackward {
  /// Rows are `stride` floats apart.
  let dk, dv: UnsafeMutablePointer<Float>
  let stride: Int
  let keys, values: MatrixView
  let buffers: BackwardBuffers
  let layout: AttentionLayout
  let shape: AttentionShape

  /// Sets dk and dv to zero if the block that comes first does not see all keys. Returns whether it did so.
  func clearIfNeeded() -> Bool {
    if shape.blockCount > 0, QueryBlock(shape.blockCount - 1, head: 0, step: nil, shape).keys == 0..<shape.keyCount {
      return false
    }
    for s in 0..<shape.keyCount {
      (dk + s * stride).update(repeating: 0, count: shape.headSize)
      (dv + s * stride).update(repeating: 0, count: shape.headSize)
    }
    return true
  }

  /// Sets dq for one block of queries, and sets dk and dv or adds to them. The pointers are those of the block's head.
  @inline(__always)
  func passBack(
    _ block: QueryBlock, dq: UnsafeMutablePointer<Float>, _ dout: UnsafePointer<Float>, _ o: UnsafePointer<Float>,
    _ totals: SoftmaxTotals, _ q: UnsafePointer<Float>, isAddedTo: Bool
  ) {
    let D = shape.headSize, (weights, scoreGradients) = (buffers.weights, buffers.scoreGradients)
    let queryStride = layout.queries.time, resultStride = layout.result.time
    let queries = q + block.first * queryStride
    let dout = dout + block.first * resultStride, o = o + block.first * resultStride
    layout.queries.packRows(buffers.packed, queries, count: block.count, D)
    block.score(weights, keys, packed: buffers.packed, D)  // k q^T, then p^T below
    layout.result.packRows(buffers.packed, dout, count: block.count, D)
    block.score(scoreGradients, values, packed: buffers.packed, D)  // v do^T, then ds^T below
    for r in 0..<block.count { buffers.products[r] = dot(dout + r * resultStride, o + r * resultStride, D) }
    block.passBack(weights, scoreGradients, totals.from(block.row), products: buffers.products)
    block.gather(dq + block.first * queryStride, stride: queryStride, scoreGradients, keys, D)  // dq = ds k
    block.scatter(  // dk += ds^T q
      dk, stride: stride, scoreGradients, MatrixView(queries, rowStride: queryStride), D, accumulate: isAddedTo)
    block.scatter(  // dv += p^T do
      dv, stride: stride, weights, MatrixView(dout, rowStride: resultStride), D, accumulate: isAddedTo)
  }
}
