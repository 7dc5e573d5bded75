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
  /// A row of scores, padded to whole panels.
  var paddedLength: Int { panelCount(length) * tileColumns }
}

/// How many queries are worked on together: four AVX-512 tiles of rows. The scores of a block (48 x 256 floats, 48 KB)
/// stay in the second-level cache, and no T x T matrix is ever written to memory.
private let queryBlock = 48

/// Causal attention: o = softmax(q k^T / sqrt(D), each query seeing keys up to its own time) v, for every head.
///
/// Each head is one thread's work. Keys and values are packed once; then block after block of queries makes its scores
/// with the keys up to its last query (what the mask hides is mostly never computed), takes their softmax in place,
/// and multiplies by the values. About 2 B H T^2 D FLOPs.
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
  let (T, D) = (shape.length, shape.headSize)
  let counts = (packedCount(n: T, k: D), packedCount(n: D, k: T))
  parallel(shape.batchSize * shape.headCount, work: shape.work) { range in
    withScratch(counts.0 + counts.1 + queryBlock * (shape.paddedLength + 2)) { scratch in
      let keys = scratch, valuePanels = keys + counts.0, scores = valuePanels + counts.1
      let shifts = scores + queryBlock * shape.paddedLength, sums = shifts + queryBlock
      for index in range {
        let (b, h) = (index / shape.headCount, index % shape.headCount)
        let start = b * layout.batch + h * layout.head
        packTransposed(keys, k + start, layout, shape)
        let values = plain(v + start, valuePanels, layout, shape)
        var first = 0
        while first < T {
          let rows = min(queryBlock, T - first), seen = first + rows
          let queries = MatrixView(start: q + (start + first * layout.time), rowStride: layout.time, columnStride: 1)
          score(scores, queries, keys, rows: rows, seen: seen, shape)
          for r in 0..<rows {
            let row = scores + r * shape.paddedLength, count = first + r + 1
            (shifts[r], sums[r]) = softmaxRow(row, count: count, padded: seen, scale: shape.scale)
            if shape.rate > 0 { dropRow(row, count: count, start: (index * T + first + r) * T, shape) }
          }
          for r in stride(from: 0, to: rows, by: laneCount) {
            let lanes = log(load(sums + r)) + load(shifts + r)
            store(lanes, to: logSumExps + (index * T + first + r), count: min(laneCount, rows - r))
          }
          let weights = MatrixView(start: scores, rowStride: shape.paddedLength, columnStride: 1)
          weigh(
            o + (b * outLayout.batch + h * outLayout.head + first * outLayout.time), stride: outLayout.time, weights,
            values, rows: rows, seen: seen, shape)
          first += rows
        }
      }
    }
  }
}

/// The gradients of ``causalAttention(_:_:logSumExps:_:_:_:_:_:)``.
///
/// With weights p, ds = p (dp - sum(p dp)) / sqrt(D), where sum(p dp) is the dot product of a query's o and do; then
/// dq = ds k, dk = ds^T q and dv = p^T do. The weights are made again from the scores, block by block (Dao et al. 2022).
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
  let (T, D) = (shape.length, shape.headSize)
  let transposed = packedCount(n: T, k: D), plainCount = packedCount(n: D, k: T)
  let scoreCount = queryBlock * shape.paddedLength
  parallel(shape.batchSize * shape.headCount, work: shape.work * 2) { range in
    withScratch(2 * transposed + plainCount + 2 * scoreCount) { scratch in
      let keysTransposed = scratch, valuesTransposed = keysTransposed + transposed
      let keyPanels = valuesTransposed + transposed
      let weights = keyPanels + plainCount, scoreGradients = weights + scoreCount
      for index in range {
        let (b, h) = (index / shape.headCount, index % shape.headCount)
        let start = b * layout.batch + h * layout.head, outStart = b * outLayout.batch + h * outLayout.head
        packTransposed(keysTransposed, k + start, layout, shape)
        packTransposed(valuesTransposed, v + start, layout, shape)
        let keys = plain(k + start, keyPanels, layout, shape)
        for t in 0..<T {
          (dk + start + t * layout.time).update(repeating: 0, count: D)
          (dv + start + t * layout.time).update(repeating: 0, count: D)
        }
        var first = 0
        while first < T {
          let rows = min(queryBlock, T - first), seen = first + rows
          let queries = MatrixView(start: q + (start + first * layout.time), rowStride: layout.time, columnStride: 1)
          let outRows = outStart + first * outLayout.time
          let outGradients = MatrixView(start: dout + outRows, rowStride: outLayout.time, columnStride: 1)
          let stride = shape.paddedLength
          // weights = q k^T, then p below; scoreGradients = do v^T, then ds below
          score(weights, queries, keysTransposed, rows: rows, seen: seen, shape)
          score(scoreGradients, outGradients, valuesTransposed, rows: rows, seen: seen, shape)
          for r in 0..<rows {
            let time = index * T + first + r, outRow = outRows + r * outLayout.time
            scoreGradientRow(
              weights + r * stride, scoreGradients + r * stride, count: first + r + 1, padded: seen,
              logSumExp: logSumExps[time], total: dot(dout + outRow, o + outRow, D), maskStart: time * T, shape)
          }
          let ds = MatrixView(start: scoreGradients, rowStride: stride, columnStride: 1)
          weigh(  // dq = ds k
            dq + (start + first * layout.time), stride: layout.time, ds, keys, rows: rows, seen: seen, shape)
          let (dsTransposed, pTransposed) = (
            MatrixView(start: scoreGradients, rowStride: 1, columnStride: stride),
            MatrixView(start: weights, rowStride: 1, columnStride: stride)
          )
          // dk += ds^T q, and dv += p^T do.
          gather(dk + start, stride: layout.time, dsTransposed, queries, rows: rows, seen: seen, shape)
          gather(dv + start, stride: layout.time, pTransposed, outGradients, rows: rows, seen: seen, shape)
          first += rows
        }
      }
    }
  }
}

/// Packs one head's keys or values as a D x T matrix.
private func packTransposed(
  _ packed: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ layout: HeadLayout, _ shape: AttentionShape
) {
  let view = MatrixView(start: x, rowStride: 1, columnStride: layout.time)
  pack(packed, view, n: shape.length, k: shape.headSize, panels: 0..<panelCount(shape.length))
}

/// One head's keys or values as a T x D matrix: as they lie, or in panels.
private struct PlainOperand {
  let view: MatrixView
  let panels: UnsafePointer<Float>?
}

/// Packs one head's keys or values as a T x D matrix, if need be.
@inline(__always)
private func plain(
  _ x: UnsafePointer<Float>, _ panels: UnsafeMutablePointer<Float>, _ layout: HeadLayout, _ shape: AttentionShape
) -> PlainOperand {
  let view = MatrixView(start: x, rowStride: layout.time, columnStride: 1)
  guard needsPanels(view, n: shape.headSize) else { return PlainOperand(view: view, panels: nil) }
  pack(panels, view, n: shape.headSize, k: shape.length, panels: 0..<panelCount(shape.headSize))
  return PlainOperand(view: view, panels: panels)
}

/// scores = x y^T for the panels of keys that a block of queries sees; y was packed by ``packTransposed(_:_:_:_:)``.
@inline(__always)
private func score(
  _ scores: UnsafeMutablePointer<Float>, _ x: MatrixView, _ y: UnsafePointer<Float>, rows: Int, seen: Int,
  _ shape: AttentionShape
) {
  // Rows of scores hold whole panels.
  BlockedProduct(
    c: scores, stride: shape.paddedLength, a: x, b: MatrixView(start: y, rowStride: 0, columnStride: 0), packed: y,
    m: rows, n: shape.paddedLength, k: shape.headSize, accumulate: false, finish: NoFinish()
  ).compute(rows: 0..<rows, panels: 0..<panelCount(seen))
}

/// y = weights x over the times that a block of queries sees.
@inline(__always)
private func weigh(
  _ y: UnsafeMutablePointer<Float>, stride: Int, _ weights: MatrixView, _ x: PlainOperand, rows: Int, seen: Int,
  _ shape: AttentionShape
) {
  BlockedProduct(
    c: y, stride: stride, a: weights, b: x.view, packed: x.panels,
    packedDepth: shape.length, m: rows, n: shape.headSize, k: seen, accumulate: false, finish: NoFinish()
  ).compute(rows: 0..<rows, panels: 0..<panelCount(shape.headSize))
}

/// y += weights^T x: what the times that a block of queries sees get back from it.
@inline(__always)
private func gather(
  _ y: UnsafeMutablePointer<Float>, stride: Int, _ weightsTransposed: MatrixView, _ x: MatrixView, rows: Int, seen: Int,
  _ shape: AttentionShape
) {
  BlockedProduct(
    c: y, stride: stride, a: weightsTransposed, b: x, m: seen, n: shape.headSize, k: rows, accumulate: true,
    finish: NoFinish()
  ).compute(rows: 0..<seen, panels: 0..<panelCount(shape.headSize))
}

/// Turns the first `count` scores of a row into weights, sets the others up to `padded` to 0, and gives the largest scaled
/// score and the sum of e to what the scores are below it.
@inline(__always)
private func softmaxRow(
  _ row: UnsafeMutablePointer<Float>, count: Int, padded: Int, scale: Float
) -> (shift: Float, sum: Float) {
  var largest = Lanes(repeating: -.infinity)
  for i in stride(from: 0, to: count, by: laneCount) {
    let scores = firstLanes(load(row + i) * scale, count: count - i, filler: -.infinity)
    store(scores, to: row + i)
    largest = maximum(largest, scores)
  }
  let shift = horizontalMaximum(largest)
  var total = Lanes.zero
  for i in stride(from: 0, to: count, by: laneCount) {
    let e = exp(load(row + i) - shift)
    store(e, to: row + i)
    total += e
  }
  let sum = horizontalSum(total)
  let factor = 1 / sum
  for i in stride(from: 0, to: count, by: laneCount) { store(load(row + i) * factor, to: row + i) }
  clear(row, from: count, to: padded)
  return (shift, sum)
}

/// Sets to 0 the groups of sixteen that begin after `count`, up to `padded`.
@inline(__always)
private func clear(_ row: UnsafeMutablePointer<Float>, from count: Int, to padded: Int) {
  let start = (count + laneCount - 1) / laneCount * laneCount
  for i in stride(from: start, to: padded, by: laneCount) { store(.zero, to: row + i) }
}

@inline(__always)
private func dropRow(_ row: UnsafeMutablePointer<Float>, count: Int, start: Int, _ shape: AttentionShape) {
  let mask = DropoutMask(key: shape.key, rate: shape.rate)
  for i in stride(from: 0, to: count, by: laneCount) { store(load(row + i) * mask.factors(start + i), to: row + i) }
}

/// Turns a query's scores into its (dropped) weights and the products do v^T into the gradients of the scores.
@inline(__always)
private func scoreGradientRow(
  _ weights: UnsafeMutablePointer<Float>, _ gradients: UnsafeMutablePointer<Float>, count: Int, padded: Int,
  logSumExp: Float, total: Float, maskStart: Int, _ shape: AttentionShape
) {
  let mask = DropoutMask(key: shape.key, rate: shape.rate)
  let isDropping = shape.rate > 0
  for i in stride(from: 0, to: count, by: laneCount) {
    let scores = multiplyAdd(load(weights + i), Lanes(repeating: shape.scale), Lanes(repeating: -logSumExp))
    let p = exp(firstLanes(scores, count: count - i, filler: -.infinity))
    let factors = isDropping ? mask.factors(maskStart + i) : Lanes(repeating: 1)
    store(p * factors, to: weights + i)
    // What the mask hides has p = 0, but its product may be anything, so it is hidden too.
    let ds = p * (load(gradients + i) * factors - total) * shape.scale
    store(ds.replacing(with: 0, where: p .== 0), to: gradients + i)
  }
  clear(weights, from: count, to: padded)
  clear(gradients, from: count, to: padded)
}
