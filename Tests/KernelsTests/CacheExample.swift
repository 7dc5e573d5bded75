import TestSupport
import Testing

@testable import Kernels

/// Queries, keys and values of a few growing sequences.
struct CacheExample: Sendable, CustomTestStringConvertible {
  let sequences, heads, groups, headSize, length: Int
  let mask: AttentionMask
  let bias: AttentionBias
  /// Whether a token's queries, keys and values are slices of one projection.
  let isJoint: Bool
  /// (sequences, length, (H + 2 G) D).
  var qkv: [Float]

  private var width: Int { heads * headSize }
  private var groupWidth: Int { groups * headSize }
  private var row: Int { width + 2 * groupWidth }

  init(
    sequences: Int, heads: Int, groups: Int, headSize: Int, length: Int, _ mask: AttentionMask = .causal,
    bias: AttentionBias = .none, isJoint: Bool = true
  ) {
    (self.sequences, self.heads, self.groups) = (sequences, heads, groups)
    (self.headSize, self.length, self.isJoint) = (headSize, length, isJoint)
    (self.mask, self.bias) = (mask, bias)
    var random = RandomValues(seed: 6)
    qkv = random.floats(sequences * length * (heads + 2 * groups) * headSize, in: -2...2)
  }

  var testDescription: String {
    """
    \(length) tokens, H = \(heads), G = \(groups), D = \(headSize), \(mask), bias \(bias), \
    \(isJoint ? "joint" : "separate")
    """
  }

  func alone(_ sequence: Int) -> CacheExample {
    var example = CacheExample(
      sequences: 1, heads: heads, groups: groups, headSize: headSize, length: length, mask, bias: bias,
      isJoint: isJoint)
    example.qkv = Array(qkv[sequence * qkv.count / sequences..<(sequence + 1) * qkv.count / sequences])
    return example
  }

  /// Returns the outputs, (sequences, length, H D), of tokens that arrive in chunks. The cache is first filled
  /// with `leftover`.
  ///
  /// - Parameter startsWithOne: whether only the first sequence reads the first chunk, which is then copied to all.
  func run(chunks: [Int], leftover: Float = 0, startsWithOne: Bool = false) -> [Float] {
    let layout = CacheLayout(groupCount: groups, headSize: headSize, capacity: length + 3)
    func filled(_ count: Int) -> [Float] { [Float](repeating: leftover, count: sequences * count) }
    var keys = filled(layout.keyCount), values = filled(layout.valueCount)
    var result = [Float](repeating: .nan, count: sequences * length * width)
    var start = 0
    for count in chunks {
      let isShared = startsWithOne && start == 0, sequences = isShared ? 1 : sequences
      let rows = (0..<sequences).flatMap { s in (0..<count).map { s * length + start + $0 } }
      let tokens = NewTokens(sequenceCount: sequences, count: count, start: start)
      let o = output(rows.count * width) { o in
        func attend(_ q: [Float], _ queryStride: Int, _ k: Int, _ v: Int, _ keyStride: Int) {
          q.withUnsafeBufferPointer {
            let q = $0.baseAddress!
            cachedAttention(
              o, q, queryStride: queryStride, q + k, q + v, keyStride: keyStride, keys: &keys, values: &values, layout,
              headCount: heads, mask: mask, bias: bias, tokens)
          }
        }
        if isJoint {
          attend(columns(rows, 0..<row), row, width, width + groupWidth, row)
        } else {
          let q = columns(rows, 0..<width), k = columns(rows, width..<width + groupWidth)
          let v = columns(rows, width + groupWidth..<row)
          attend(q + k + v, width, q.count, q.count + k.count, groupWidth)
        }
      }
      if isShared {
        for sequence in 1..<self.sequences {
          copySequence(keys: &keys, values: &values, layout, from: 0, to: sequence, length: count)
        }
      }
      for (i, row) in rows.enumerated() {
        result.replaceSubrange(row * width..<(row + 1) * width, with: o[i * width..<(i + 1) * width])
      }
      start += count
    }
    return result
  }

  private func columns(_ rows: [Int], _ columns: Range<Int>) -> [Float] {
    rows.flatMap { qkv[$0 * row + columns.lowerBound..<$0 * row + columns.upperBound] }
  }

  func naive() -> [Double] {
    var result = [Double](repeating: .nan, count: sequences * length * width)
    let ones = [[Double]](repeating: [Double](repeating: 1, count: length), count: length)
    for sequence in 0..<sequences {
      for head in 0..<heads {
        func part(_ start: Int) -> [[Double]] {
          (0..<length).map { t in
            let at = (sequence * length + t) * row + start
            return qkv[at..<at + headSize].map(Double.init)
          }
        }
        let group = head / (heads / groups) * headSize
        let o = Naive.Head(
          q: part(head * headSize), k: part(width + group), v: part(width + groupWidth + group), factors: ones,
          mask: mask, slope: bias == .none ? 0 : Naive.slopes(headCount: heads)[head]
        ).output
        for t in 0..<length {
          let at = (sequence * length + t) * width + head * headSize
          result.replaceSubrange(at..<at + headSize, with: o[t])
        }
      }
    }
    return result
  }
}
