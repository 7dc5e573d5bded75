import TestSupport
import Testing

@testable import Kernels

@Suite struct CachedAttentionTests {
  /// Time 70 is in the fifth panel: the first four go together, and more tokens than that stand in one panel.
  @Test(arguments: [1, 3, 16, 17, 33], [1, 2, 15, 16, 17, 64, 70])
  func everyQueryMatchesTheNaiveTwin(_ headSize: Int, length: Int) {
    let e = CacheExample(sequences: 2, heads: 3, headSize: headSize, length: length)
    expectClose(actual: e.run(portions: [length]), expected: e.naive(), units: 4)
  }

  @Test func tokensThatComeOneByOneOrInPortionsGiveTheSameBits() {
    let e = CacheExample(sequences: 2, heads: 2, headSize: 18, length: 37)
    let whole = e.run(portions: [37])
    expectSameBits(actual: e.run(portions: Array(repeating: 1, count: 37)), expected: whole, "one by one")
    expectSameBits(actual: e.run(portions: [16, 1, 20]), expected: whole, "in portions")
  }

  @Test func aSequenceHasTheBitsThatItHasAlone() {
    let e = CacheExample(sequences: 5, heads: 2, headSize: 18, length: 21)
    let together = e.run(portions: [20, 1]), size = together.count / 5
    for sequence in 0..<5 {
      expectSameBits(
        actual: e.alone(sequence).run(portions: [20, 1]),
        expected: Array(together[sequence * size..<(sequence + 1) * size]), "sequence \(sequence)")
    }
  }

  /// A cache that is used again holds keys and values of a longer text behind those of the new one.
  @Test func whatAnEarlierTextLeftDoesNotCount() {
    let e = CacheExample(sequences: 1, heads: 2, headSize: 18, length: 21)
    expectSameBits(actual: e.run(portions: [21], leftover: 1000), expected: e.run(portions: [21]))
    expectSameBits(actual: e.run(portions: [21], leftover: .nan), expected: e.run(portions: [21]))
  }
}

/// Queries, keys and values of a few sequences, as a projection makes them.
struct CacheExample {
  let sequences, heads, headSize, length: Int
  /// (sequences, length, 3 C).
  var qkv: [Float]

  private var width: Int { heads * headSize }

  init(sequences: Int, heads: Int, headSize: Int, length: Int) {
    (self.sequences, self.heads, self.headSize, self.length) = (sequences, heads, headSize, length)
    var random = RandomValues(seed: 6)
    qkv = random.floats(sequences * length * 3 * heads * headSize, in: -2...2)
  }

  func alone(_ sequence: Int) -> CacheExample {
    var example = CacheExample(sequences: 1, heads: heads, headSize: headSize, length: length)
    example.qkv = Array(qkv[sequence * qkv.count / sequences..<(sequence + 1) * qkv.count / sequences])
    return example
  }

  /// The outputs, (sequences, length, C), of tokens that come in portions; the cache is full of `leftover` before.
  func run(portions: [Int], leftover: Float = 0) -> [Float] {
    let layout = CacheLayout(headCount: heads, headSize: headSize, capacity: length + 3)
    func filled(_ count: Int) -> [Float] { [Float](repeating: leftover, count: sequences * count) }
    var keys = filled(layout.keyCount), values = filled(layout.valueCount), scores = filled(layout.scoreCount)
    var result = [Float](repeating: .nan, count: sequences * length * width)
    var start = 0
    for tokens in portions {
      let rows = (0..<sequences).flatMap { s in (0..<tokens).map { s * length + start + $0 } }
      let input = rows.flatMap { qkv[$0 * 3 * width..<($0 + 1) * 3 * width] }
      let o = output(rows.count * width) {
        cachedAttention(
          $0, keys: &keys, values: &values, scores: &scores, input, layout, sequences: sequences, tokens: tokens,
          start: start)
      }
      for (i, row) in rows.enumerated() {
        result.replaceSubrange(row * width..<(row + 1) * width, with: o[i * width..<(i + 1) * width])
      }
      start += tokens
    }
    return result
  }

  func naive() -> [Double] {
    var result = [Double](repeating: .nan, count: sequences * length * width)
    for sequence in 0..<sequences {
      for head in 0..<heads {
        func part(_ number: Int) -> [[Double]] {
          (0..<length).map { t in
            let at = ((sequence * length + t) * 3 + number) * width + head * headSize
            return qkv[at..<at + headSize].map(Double.init)
          }
        }
        let ones = [[Double]](repeating: [Double](repeating: 1, count: length), count: length)
        let o = Naive.Head(q: part(0), k: part(1), v: part(2), factors: ones).output
        for t in 0..<length {
          let at = (sequence * length + t) * width + head * headSize
          result.replaceSubrange(at..<at + headSize, with: o[t])
        }
      }
    }
    return result
  }
}
