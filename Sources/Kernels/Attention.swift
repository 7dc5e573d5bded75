/// How the heads of queries, keys or values lie in memory: element (batch, head, time, channel) stands at
/// `batch * self.batch + head * self.head + time * self.time + channel`.
///
/// So the same kernel reads separate (B, H, T, D) arrays and the three parts of one (B, T, 3 C) projection.
public struct HeadLayout: Sendable {
  let batch, head, time: Int

  /// A layout with the given distances, in floats.
  public init(batch: Int, head: Int, time: Int) {
    self.batch = batch
    self.head = head
    self.time = time
  }
}

/// The sizes of one causal attention, and the fraction of its weights that dropout sets to zero.
public struct AttentionShape: Sendable {
  let batchSize, headCount, length, headSize: Int
  let rate: Float
  let key: UInt64

  /// Sizes B, H, T and D; with a rate above 0, the key says which weights drop.
  public init(batchSize: Int, headCount: Int, length: Int, headSize: Int, dropout rate: Float, key: UInt64) {
    self.batchSize = batchSize
    self.headCount = headCount
    self.length = length
    self.headSize = headSize
    self.rate = rate
    self.key = key
  }

  /// Scores are divided by sqrt(D) (Vaswani et al. 2017, equation 1).
  var scale: Float { 1 / Float(headSize).squareRoot() }
  /// The multiply-adds of the two products under the causal mask, about: decides when threads pay.
  var work: Int { batchSize * headCount * length * length * headSize }
  /// The dropout of the weights of head `index`, if there is any.
  var mask: DropoutMask? { rate > 0 ? DropoutMask(key: key, rate: rate) : nil }
}

/// How many queries are worked on together: a panel of the matrix product, two registers of AVX-512. Their scores (256 x
/// 32 floats, 32 KB) stay in the first caches, and no T x T matrix is ever written to memory.
private let queryBlock = 32

/// Causal attention: o = softmax(q k^T / sqrt(D), each query seeing keys up to its own time) v, for every head.
///
/// Each head is one thread's work. Block after block of queries makes its scores with the keys up to its last query (what
/// the mask hides is mostly never computed), takes their softmax in place, and multiplies by the values. Scores stand
/// transposed, a row for each key and a lane for each query, so that largest scores and sums need no sum across lanes.
/// About 2 B H T^2 D FLOPs.
///
/// - Parameters:
///   - o: the result, laid out as `outLayout` says.
///   - logSumExps: B x H x T; filled here, needed by the backward pass, which makes the weights again from it.
///   - q: queries; k: keys; v: values; all laid out as `layout` says.
public func causalAttention(
  _ o: UnsafeMutablePointer<Float>, _ outLayout: HeadLayout, logSumExps: UnsafeMutablePointer<Float>,
  _ q: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ layout: HeadLayout,
  _ shape: AttentionShape
) {
  let (T, D) = (shape.length, shape.headSize), copy = copyCount(layout, shape)
  let panel = packedCount(n: queryBlock, k: D)
  parallel(shape.batchSize * shape.headCount, work: shape.work) { range in
    withScratch(2 * copy + panel + T * queryBlock) { scratch in
      let packedQueries = scratch + 2 * copy, scores = packedQueries + panel
      for index in range {
        let (b, h) = (index / shape.headCount, index % shape.headCount)
        let start = b * layout.batch + h * layout.head, outStart = b * outLayout.batch + h * outLayout.head
        let keys = together(k + start, layout, shape, scratch),
          values = together(v + start, layout, shape, scratch + copy)
        for first in stride(from: 0, to: T, by: queryBlock) {
          let rows = min(queryBlock, T - first), seen = first + rows
          packRows(packedQueries, q + (start + first * layout.time), layout, rows, D)
          score(scores, keys, packed: packedQueries, rows: rows, seen: seen, k: D)  // k q^T
          softmax(
            scores, first: first, rows: rows, seen: seen, logSumExps: logSumExps + (index * T + first),
            maskStart: index * T * T, shape)
          multiply(  // p v
            o + (outStart + first * outLayout.time), stride: outLayout.time, transposed(scores), values, m: rows, n: D,
            k: seen, accumulate: false)
        }
      }
    }
  }
}

/// The gradients of ``causalAttention(_:_:logSumExps:_:_:_:_:_:)``.
///
/// With weights p, ds = p (dp - sum(p dp)) / sqrt(D), where sum(p dp) is the dot product of a query's o and do; then
/// dq = ds k, dk = ds^T q and dv = p^T do. The weights are made again from the scores, block by block (Dao et al. 2022).
/// The last queries, which see all keys, come first: they set dk and dv, to which the others add.
///
/// - Parameters:
///   - dq: overwritten, like dk and dv; laid out as `layout` says.
///   - dout: the gradient of o, laid out as o by `outLayout`.
public func causalAttentionBackward(
  dq: UnsafeMutablePointer<Float>, dk: UnsafeMutablePointer<Float>, dv: UnsafeMutablePointer<Float>,
  _ dout: UnsafePointer<Float>, _ o: UnsafePointer<Float>, _ outLayout: HeadLayout,
  logSumExps: UnsafePointer<Float>, _ q: UnsafePointer<Float>, _ k: UnsafePointer<Float>, _ v: UnsafePointer<Float>,
  _ layout: HeadLayout, _ shape: AttentionShape
) {
  let (T, D) = (shape.length, shape.headSize), copy = copyCount(layout, shape)
  let panel = packedCount(n: queryBlock, k: D)
  let blocks = (T + queryBlock - 1) / queryBlock
  parallel(shape.batchSize * shape.headCount, work: shape.work * 2) { range in
    withScratch(2 * copy + panel + 2 * T * queryBlock + queryBlock) { scratch in
      let packed = scratch + 2 * copy, weights = packed + panel
      let scoreGradients = weights + T * queryBlock, totals = scoreGradients + T * queryBlock
      for index in range {
        let (b, h) = (index / shape.headCount, index % shape.headCount)
        let start = b * layout.batch + h * layout.head, outStart = b * outLayout.batch + h * outLayout.head
        let keys = together(k + start, layout, shape, scratch),
          values = together(v + start, layout, shape, scratch + copy)
        for block in stride(from: blocks - 1, through: 0, by: -1) {
          let first = block * queryBlock, rows = min(queryBlock, T - first), seen = first + rows
          let isLast = block == blocks - 1
          let queries = q + (start + first * layout.time), outRows = outStart + first * outLayout.time
          packRows(packed, queries, layout, rows, D)
          score(weights, keys, packed: packed, rows: rows, seen: seen, k: D)  // k q^T, then p^T below
          packRows(packed, dout + outRows, outLayout, rows, D)
          score(scoreGradients, values, packed: packed, rows: rows, seen: seen, k: D)  // v do^T, then ds^T below
          for r in 0..<rows {
            totals[r] = dot(dout + (outRows + r * outLayout.time), o + (outRows + r * outLayout.time), D)
          }
          scoreGradient(
            weights, scoreGradients, first: first, rows: rows, seen: seen,
            logSumExps: logSumExps + (index * T + first), totals: totals, maskStart: index * T * T, shape)
          multiply(  // dq = ds k
            dq + (start + first * layout.time), stride: layout.time, transposed(scoreGradients), keys, m: rows, n: D,
            k: seen, accumulate: false)
          multiply(  // dk += ds^T q
            dk + start, stride: layout.time, rowsOf(scoreGradients), MatrixView(queries, rowStride: layout.time),
            m: seen, n: D, k: rows, accumulate: !isLast)
          multiply(  // dv += p^T do
            dv + start, stride: layout.time, rowsOf(weights), MatrixView(dout + outRows, rowStride: outLayout.time),
            m: seen, n: D, k: rows, accumulate: !isLast)
        }
      }
    }
  }
}

// MARK: Softmax of transposed scores

/// Turns the scores of a block of queries, a row of 32 for each key, into weights, and gives each query's log-sum-exp.
///
/// - Parameters:
///   - first: the first query's time; `rows` queries exist, and the keys before `seen` are there.
///   - logSumExps: those of the block's queries.
///   - maskStart: the number of the head's first weight under dropout.
@inline(never)
private func softmax(
  _ scores: UnsafeMutablePointer<Float>, first: Int, rows: Int, seen: Int, logSumExps: UnsafeMutablePointer<Float>,
  maskStart: Int, _ shape: AttentionShape
) {
  let scale = Lanes(repeating: shape.scale)
  for lane in stride(from: 0, to: rows, by: laneCount) {
    let column = scores + lane
    var largest = Lanes(repeating: -.infinity)
    for key in 0..<seen {
      let score = visible(load(column + key * queryBlock) * scale, key: key, query: first + lane)
      store(score, to: column + key * queryBlock)
      largest = maximum(largest, score)
    }
    var total = Lanes.zero
    for key in 0..<seen {
      let e = exp(load(column + key * queryBlock) - largest)
      store(e, to: column + key * queryBlock)
      total += e
    }
    let sums = log(total) + largest
    if rows - lane >= laneCount {
      store(sums, to: logSumExps + lane)
    } else {
      store(sums, to: logSumExps + lane, count: rows - lane)
    }
    let factor = 1 / total
    if let mask = shape.mask {
      for key in 0..<seen {
        let factors = mask.factors(maskStart + key * shape.length + first + lane) * factor
        store(load(column + key * queryBlock) * factors, to: column + key * queryBlock)
      }
    } else {
      for key in 0..<seen { store(load(column + key * queryBlock) * factor, to: column + key * queryBlock) }
    }
  }
}

/// Turns the scores of a block of queries into their (dropped) weights, and the products v do^T into the gradients of the
/// scores; the parameters are as for softmax.
@inline(never)
private func scoreGradient(
  _ weights: UnsafeMutablePointer<Float>, _ gradients: UnsafeMutablePointer<Float>, first: Int, rows: Int, seen: Int,
  logSumExps: UnsafePointer<Float>, totals: UnsafePointer<Float>, maskStart: Int, _ shape: AttentionShape
) {
  let scale = Lanes(repeating: shape.scale), mask = shape.mask
  for lane in stride(from: 0, to: rows, by: laneCount) {
    let isWhole = rows - lane >= laneCount
    let logSumExp = isWhole ? load(logSumExps + lane) : load(logSumExps + lane, count: rows - lane)
    let total = isWhole ? load(totals + lane) : load(totals + lane, count: rows - lane)
    for key in 0..<seen {
      let at = key * queryBlock + lane
      let score = multiplyAdd(load(weights + at), scale, -logSumExp)
      let p = exp(visible(score, key: key, query: first + lane))
      var dp = load(gradients + at), dropped = p
      if let mask {
        let factors = mask.factors(maskStart + key * shape.length + first + lane)
        dp *= factors
        dropped *= factors
      }
      store(dropped, to: weights + at)
      // What the mask hides has p = 0, but its product may be anything, so it is hidden too.
      store((p * (dp - total) * scale).replacing(with: 0, where: p .== 0), to: gradients + at)
    }
  }
}

/// The scores of sixteen queries, the first of them at time `query`, with one key; -infinity for those before the key.
@inline(__always)
private func visible(_ scores: Lanes, key: Int, query: Int) -> Lanes {
  key <= query ? scores : lanesFrom(key - query, scores, filler: -.infinity)
}

// MARK: Products of one head

/// The floats that a head's keys take where they are copied together, because their rows lie far apart; else none.
private func copyCount(_ layout: HeadLayout, _ shape: AttentionShape) -> Int {
  layout.time > farApart ? shape.length * shape.headSize : 0
}

/// One head's keys or values, T x D: as they lie, or copied together.
@inline(__always)
private func together(
  _ x: UnsafePointer<Float>, _ layout: HeadLayout, _ shape: AttentionShape, _ copy: UnsafeMutablePointer<Float>
) -> MatrixView {
  guard layout.time > farApart else { return MatrixView(x, rowStride: layout.time) }
  for t in 0..<shape.length {
    (copy + t * shape.headSize).update(from: x + t * layout.time, count: shape.headSize)
  }
  return MatrixView(copy, rowStride: shape.headSize)
}

/// Packs the queries of a block, or what is laid out like them, as the columns of a D x 32 matrix.
@inline(__always)
private func packRows(
  _ packed: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ layout: HeadLayout, _ rows: Int, _ D: Int
) {
  let view = MatrixView(start: x, rowStride: 1, columnStride: layout.time)
  pack(packed, view, n: rows, k: D, panels: 0..<panelCount(rows))
}

/// The scores or weights of a block as they lie, a row for each key.
@inline(__always)
private func rowsOf(_ scores: UnsafePointer<Float>) -> MatrixView { MatrixView(scores, rowStride: queryBlock) }

/// The scores or weights of a block, a row for each query.
@inline(__always)
private func transposed(_ scores: UnsafePointer<Float>) -> MatrixView {
  MatrixView(start: scores, rowStride: 1, columnStride: queryBlock)
}

/// scores = x y^T, a row for each of the keys before `seen`, for a block of queries y that was packed; lanes of queries
/// that are none get 0.
@inline(__always)
private func score(
  _ scores: UnsafeMutablePointer<Float>, _ x: MatrixView, packed: UnsafePointer<Float>, rows: Int, seen: Int, k: Int
) {
  let panels = panelCount(rows)
  BlockedProduct(
    c: scores, stride: queryBlock, a: x, b: MatrixView(packed, rowStride: 0), packed: packed, m: seen,
    n: panels * tileColumns, k: k, accumulate: false, epilogue: NoEpilogue()
  ).compute(rows: 0..<seen, panels: 0..<panels)
}

/// c = a b, or c += a b.
@inline(__always)
private func multiply(
  _ c: UnsafeMutablePointer<Float>, stride: Int, _ a: MatrixView, _ b: MatrixView, m: Int, n: Int, k: Int,
  accumulate: Bool
) {
  let product = BlockedProduct(
    c: c, stride: stride, a: a, b: b, m: m, n: n, k: k, accumulate: accumulate, epilogue: NoEpilogue())
  product.compute(rows: 0..<m, panels: 0..<product.panelCount)
}
