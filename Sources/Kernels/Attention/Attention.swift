/// Attention: o = softmax(q k^T / sqrt(D), masked) v for every head (Vaswani et al. 2017, equation 1).
///
/// Each head is computed by one thread, in blocks of queries. Each block computes its scores with the keys that it sees
/// (keys that the mask hides from the whole block are skipped), takes their softmax in place, and multiplies by the
/// values. This takes 4 B H T S D FLOPs without a mask, and half of that with a causal mask and T = S.
///
/// A query that sees no key, such as the first T - S under a causal mask, has a result of zeros and zero gradients.
///
/// - Parameters:
///   - o: the result, (B, T, H, D).
///   - totals: of B H T rows of scores; written here, and read by the backward pass, which recomputes the weights from
///     them; nil if there is no backward pass.
///   - q: queries, (B, T, H, D).
///   - k: keys, (B, S, G, D); v: values, (B, S, G, D).
///   - layout: the memory layout of all of these.
public func attention(
  _ o: UnsafeMutablePointer<Float>, _ totals: SoftmaxTotals?, _ q: UnsafePointer<Float>, _ k: UnsafePointer<Float>,
  _ v: UnsafePointer<Float>, _ layout: AttentionLayout, _ shape: AttentionShape
) {
  let (S, D, heads) = (shape.keyCount, shape.headSize, shape.headsPerGroup)
  let copy = layout.keys.copyCount(length: S, D), panel = packedCount(n: queryBlock, k: D)
  parallel(shape.batchSize * shape.headCount, work: shape.work) { range in
    withScratch(2 * copy + panel + shape.scoreCount) { scratch in
      let packedQueries = scratch + 2 * copy, scores = packedQueries + panel
      for index in range {
        let (b, h) = (index / shape.headCount, index % shape.headCount)
        let start = layout.keys.start(batch: b, head: h / heads), isCopied = index > range.lowerBound && h % heads > 0
        let keys = layout.keys.together(k + start, length: S, D, copy: scratch, isCopied: isCopied)
        let values = layout.keys.together(v + start, length: S, D, copy: scratch + copy, isCopied: isCopied)
        let step = shape.step(ofHead: h)
        let queries = q + layout.queries.start(batch: b, head: h), result = o + layout.result.start(batch: b, head: h)
        for number in 0..<shape.blockCount {
          let block = QueryBlock(number, head: index, step: step, shape)
          layout.queries.packRows(packedQueries, queries + block.first * layout.queries.time, count: block.count, D)
          block.score(scores, keys, packed: packedQueries, D)  // k q^T
          block.weigh(scores, totals: totals?.from(block.row))
          block.gather(  // o = p v
            result + block.first * layout.result.time, stride: layout.result.time, scores, values, D)
        }
      }
    }
  }
}
