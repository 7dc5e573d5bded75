import TestSupport
import Testing

@testable import Kernels

/// An attention with random inputs, in one of several memory layouts.
///
/// The number at each (batch, head, time, channel) is the same in every layout.
struct AttentionExample: Sendable, CustomTestStringConvertible {
  enum Placement: CaseIterable {
    /// (B, T, H, D), (B, S, G, D) and (B, S, G, D).
    case separate
    /// Slices of one (B, T, (H + 2 G) D); T must equal S.
    case joint
    /// (B, H, T, D), (B, G, S, D) and (B, G, S, D).
    case headsFirst
  }

  let shape: AttentionShape
  let placement: Placement
  /// In the order (B, H, T, D) or (B, G, S, D), regardless of the placement.
  var q, k, v: [Float]
  private let cotangent: [Float]

  init(
    batchSize: Int = 2, heads: Int, groups: Int, queries T: Int, keys S: Int, headSize: Int, _ mask: AttentionMask,
    bias: AttentionBias = .none, rate: Float = 0, _ placement: Placement = .separate
  ) {
    precondition(placement != .joint || T == S)
    shape = AttentionShape(
      batchSize: batchSize, headCount: heads, groupCount: groups, queryCount: T, keyCount: S, headSize: headSize,
      mask: mask, bias: bias, dropout: rate, key: 0x1234_5678_9ABC_DEF0)
    self.placement = placement
    var random = RandomValues(seed: 1)
    let count = batchSize * heads * T * headSize, keyCount = batchSize * groups * S * headSize
    (q, k, v) = (random.floats(count, in: -2...2), random.floats(keyCount, in: -2...2), random.floats(keyCount))
    cotangent = random.floats(count)
  }

  var testDescription: String {
    """
    T = \(shape.queryCount), S = \(shape.keyCount), H = \(shape.headCount), G = \(shape.groupCount), \
    D = \(shape.headSize), \(shape.mask), bias \(shape.bias), \(placement), dropout \(shape.rate)
    """
  }

  var layout: AttentionLayout {
    switch placement {
    case .separate: return .separate(shape)
    case .joint: return .joint(shape)
    case .headsFirst:
      let (D, T, S) = (shape.headSize, shape.queryCount, shape.keyCount)
      let queries = HeadLayout(batch: T * shape.width, time: D, head: T * D)
      return AttentionLayout(
        queries: queries, keys: HeadLayout(batch: S * shape.groupWidth, time: D, head: S * D), result: queries)
    }
  }

  // MARK: Running the kernels

  /// The result, in order, and the totals of all queries: first the largest scores, then the sums.
  func forward() -> (o: [Float], totals: [Float]) {
    let all = inputs()
    var totals: [Float] = []
    let rows = shape.batchSize * shape.headCount * shape.queryCount
    let o = output(q.count) { o in
      totals = output(2 * rows) { memory in
        all.withUnsafeBufferPointer {
          let q = $0.baseAddress!
          attention(o, SoftmaxTotals(memory, rows: rows), q, q + starts.k, q + starts.v, layout, shape)
        }
      }
    }
    return (inOrder(o, layout.result, shape.headCount, shape.queryCount), totals)
  }

  /// The gradients of q, k and v, each in the order of its array.
  func backward(_ o: [Float], _ totals: [Float]) -> (dq: [Float], dk: [Float], dv: [Float]) {
    let all = inputs(), starts = starts
    let o = placed(o, layout.result), dout = placed(cotangent, layout.result)
    var totals = totals
    let gradients = output(all.count) { dq in
      all.withUnsafeBufferPointer { all in
        totals.withUnsafeMutableBufferPointer {
          let q = all.baseAddress!
          attentionBackward(
            dq: dq, dk: dq + starts.k, dv: dq + starts.v, dout, o, SoftmaxTotals($0.baseAddress!, rows: $0.count / 2),
            q,
            q + starts.k, q + starts.v, layout, shape)
        }
      }
    }
    func keys(_ start: Int) -> [Float] {
      inOrder(Array(gradients[start...]), layout.keys, shape.groupCount, shape.keyCount)
    }
    return (inOrder(gradients, layout.queries, shape.headCount, shape.queryCount), keys(starts.k), keys(starts.v))
  }

  // MARK: Memory

  /// The offsets of the keys and values in the memory that begins with the queries.
  private var starts: (k: Int, v: Int) {
    placement == .joint ? (shape.width, shape.width + shape.groupWidth) : (q.count, q.count + k.count)
  }

  /// Queries, keys and values, placed as the layout says.
  private func inputs() -> [Float] {
    var all = [Float](repeating: .nan, count: q.count + k.count + v.count)
    func put(_ values: [Float], _ layout: HeadLayout, _ heads: Int, _ length: Int, start: Int) {
      for (value, position) in zip(values, positions(layout, heads, length)) { all[start + position] = value }
    }
    put(q, layout.queries, shape.headCount, shape.queryCount, start: 0)
    put(k, layout.keys, shape.groupCount, shape.keyCount, start: starts.k)
    put(v, layout.keys, shape.groupCount, shape.keyCount, start: starts.v)
    return all
  }

  private func placed(_ values: [Float], _ layout: HeadLayout) -> [Float] {
    var result = [Float](repeating: .nan, count: values.count)
    let positions = positions(layout, shape.headCount, shape.queryCount)
    for (value, position) in zip(values, positions) { result[position] = value }
    return result
  }

  private func inOrder(_ values: [Float], _ layout: HeadLayout, _ heads: Int, _ length: Int) -> [Float] {
    positions(layout, heads, length).map { values[$0] }
  }

  /// The positions that a layout gives to the elements of (B, heads, length, D), in that order.
  private func positions(_ layout: HeadLayout, _ heads: Int, _ length: Int) -> [Int] {
    (0..<shape.batchSize).flatMap { b in
      (0..<heads).flatMap { h in
        (0..<length).flatMap { t in
          (0..<shape.headSize).map { layout.start(batch: b, head: h) + t * layout.time + $0 }
        }
      }
    }
  }

  // MARK: The naive reference

  /// Splits ordered numbers into `length` rows per head.
  func rows(_ values: [Float], _ length: Int) -> [[[Double]]] {
    let D = shape.headSize, heads = length == 0 ? 0 : values.count / (length * D)
    return (0..<heads).map { head in
      (0..<length).map { t in values[(head * length + t) * D..<(head * length + t + 1) * D].map(Double.init) }
    }
  }

  /// All B x H heads. The dropout factor of a weight is that of element (head, s, t) of an array.
  func naiveHeads() -> [Naive.Head] {
    let (T, S, H, G) = (shape.queryCount, shape.keyCount, shape.headCount, shape.groupCount)
    let (q, k, v) = (rows(q, T), rows(k, S), rows(v, S))
    let count = shape.batchSize * H * T * S, ones = [Float](repeating: 1, count: count)
    let factors = output(count) { dropout($0, ones, count: count, rate: shape.rate, key: shape.key) }
    return q.indices.map { index in
      let group = index / H * G + index % H / (H / G)
      let rows = (0..<T).map { t in (0..<S).map { s in Double(factors[(index * S + s) * T + t]) } }
      let slope = shape.bias == .none ? 0 : Naive.slopes(headCount: H)[index % H]
      return Naive.Head(q: q[index], k: k[group], v: v[group], factors: rows, mask: shape.mask, slope: slope)
    }
  }

  /// The gradients in order, those of keys and values summed over the heads of each group, and the magnitude of the
  /// largest term.
  func naiveGradients() -> (dq: [Double], dk: [Double], dv: [Double], size: Double) {
    let dout = rows(cotangent, shape.queryCount)
    let gradients = naiveHeads().enumerated().map { $1.gradients(dout[$0]) }
    func flat(_ rows: [[Double]]) -> [Double] { rows.flatMap { $0 } }
    func sums(_ parts: [[Double]]) -> [Double] {
      stride(from: 0, to: parts.count, by: shape.headsPerGroup).flatMap { first in
        parts[0].indices.map { i in parts[first..<first + shape.headsPerGroup].reduce(0) { $0 + $1[i] } }
      }
    }
    return (
      gradients.flatMap { flat($0.dq) }, sums(gradients.map { flat($0.dk) }), sums(gradients.map { flat($0.dv) }),
      gradients.map(\.size).max()!
    )
  }

  var naiveDout: [[[Double]]] { rows(cotangent, shape.queryCount) }
}
