import TestSupport
import Testing

@testable import Kernels

/// One causal attention with random numbers, in either of the two layouts that models use.
///
/// The numbers of a (batch, head, time, channel) are the same in both.
struct AttentionExample: Sendable, CustomTestStringConvertible {
  let batchSize, headCount, length, headSize: Int
  /// Whether q, k and v are parts of one (B, T, 3 C) projection, or else (B, H, T, D) arrays of their own.
  let isProjection: Bool
  let rate: Float
  let key: UInt64 = 0x1234_5678_9ABC_DEF0
  /// In (B, H, T, D) order, whatever the layout.
  var q, k, v: [Float]
  private let cotangent: [Float]

  init(length: Int, headSize: Int, isProjection: Bool, rate: Float) {
    (batchSize, headCount) = length < 100 ? (2, 3) : (1, 2)
    (self.length, self.headSize, self.isProjection, self.rate) = (length, headSize, isProjection, rate)
    var random = RandomValues(seed: 1)
    let count = batchSize * headCount * length * headSize
    (q, k, v) = (random.floats(count, in: -2...2), random.floats(count, in: -2...2), random.floats(count))
    cotangent = random.floats(count)
  }

  var testDescription: String {
    "T = \(length), D = \(headSize), \(isProjection ? "projection" : "arrays"), dropout \(rate)"
  }

  var shape: AttentionShape {
    AttentionShape(
      batchSize: batchSize, headCount: headCount, length: length, headSize: headSize, dropout: rate, key: key)
  }

  private var channels: Int { headCount * headSize }

  var layout: HeadLayout {
    isProjection
      ? HeadLayout(batch: length * 3 * channels, head: headSize, time: 3 * channels)
      : HeadLayout(batch: headCount * length * headSize, head: length * headSize, time: headSize)
  }

  /// (B, T, C) beside a projection, (B, H, T, D) beside arrays.
  var outLayout: HeadLayout {
    isProjection ? HeadLayout(batch: length * channels, head: headSize, time: channels) : layout
  }

  /// The gradient of the output, laid out like it.
  var dout: [Float] { lay(cotangent, outLayout, count: cotangent.count) }

  func forward() -> (o: [Float], logSumExps: [Float]) {
    var logSumExps: [Float] = []
    let o = output(q.count) { o in
      logSumExps = output(batchSize * headCount * length) { logSumExps in
        withInputs { q, k, v in
          causalAttention(o, outLayout, logSumExps: logSumExps, q, k, v, layout, shape)
        }
      }
    }
    return (o, logSumExps)
  }

  /// The gradients of q, k and v, as parts of one array if those are; each begins where its input does.
  func backward(_ o: [Float], _ logSumExps: [Float]) -> (dq: [Float], dk: [Float], dv: [Float]) {
    let dout = dout
    func run(
      _ dq: UnsafeMutablePointer<Float>, _ dk: UnsafeMutablePointer<Float>, _ dv: UnsafeMutablePointer<Float>
    ) {
      withInputs { q, k, v in
        causalAttentionBackward(
          dq: dq, dk: dk, dv: dv, dout, o, outLayout, logSumExps: logSumExps, q, k, v, layout, shape)
      }
    }
    if isProjection {
      let all = output(3 * q.count) { run($0, $0 + channels, $0 + 2 * channels) }
      return (all, Array(all.dropFirst(channels)), Array(all.dropFirst(2 * channels)))
    }
    var dk: [Float] = [], dv: [Float] = []
    let dq = output(q.count) { dq in
      dk = output(q.count) { dk in dv = output(q.count) { dv in run(dq, dk, dv) } }
    }
    return (dq, dk, dv)
  }

  private func withInputs(
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    if isProjection {
      let (q, k, v) = (
        lay(q, layout, count: 3 * q.count), lay(k, layout, count: 3 * q.count),
        lay(v, layout, count: 3 * q.count)
      )
      // Each part stands in its own columns of every row of 3 C.
      let all = q.indices.map { i in
        let part = i % (3 * channels) / channels
        return part == 0 ? q[i] : part == 1 ? k[i - channels] : v[i - 2 * channels]
      }
      all.withUnsafeBufferPointer {
        body($0.baseAddress!, $0.baseAddress! + channels, $0.baseAddress! + 2 * channels)
      }
    } else {
      body(q, k, v)
    }
  }

  /// Numbers in (B, H, T, D) order, put where a layout has them.
  private func lay(_ values: [Float], _ layout: HeadLayout, count: Int) -> [Float] {
    var result = [Float](repeating: .nan, count: count)
    var next = 0
    forEachPosition(layout) {
      result[$0] = values[next]
      next += 1
    }
    return result
  }

  /// Numbers in a layout, put into (B, H, T, D) order.
  func heads(of values: [Float], _ layout: HeadLayout) -> [Float] {
    var result: [Float] = []
    forEachPosition(layout) { result.append(values[$0]) }
    return result
  }

  private func forEachPosition(_ layout: HeadLayout, _ body: (Int) -> Void) {
    for b in 0..<batchSize {
      for h in 0..<headCount {
        for t in 0..<length {
          let row = b * layout.batch + h * layout.head + t * layout.time
          for d in 0..<headSize { body(row + d) }
        }
      }
    }
  }

  /// Numbers in a layout as T rows for each head.
  func naiveRows(of values: [Float], _ layout: HeadLayout) -> [[[Double]]] {
    let flat = heads(of: values, layout).map(Double.init)
    return (0..<batchSize * headCount).map { index in
      (0..<length).map { t in
        let start = (index * length + t) * headSize
        return Array(flat[start..<start + headSize])
      }
    }
  }

  /// The heads for the naive twin; a weight's dropout is that of a (B, H, T, T) array with a row for each key.
  func naiveHeads() -> [Naive.Head] {
    let arrays = HeadLayout(batch: headCount * length * headSize, head: length * headSize, time: headSize)
    let (q, k, v) = (naiveRows(of: q, arrays), naiveRows(of: k, arrays), naiveRows(of: v, arrays))
    let count = batchSize * headCount * length * length
    let ones = [Float](repeating: 1, count: count)
    let factors = output(count) { dropout($0, ones, count: count, rate: rate, key: key) }
    return q.indices.map { index in
      let rows = (0..<length).map { t in
        (0..<length).map { key in Double(factors[(index * length + key) * length + t]) }
      }
      return Naive.Head(q: q[index], k: k[index], v: v[index], factors: rows)
    }
  }
}
