import TestSupport
import Testing

@testable import Kernels

@Suite struct CachedAttentionTests {
  /// 70 tokens reach into a fifth panel: the first four panels are scored together, and the rest one at a time.
  static let examples = [1, 2, 15, 16, 17, 64, 70].enumerated().flatMap { i, length in
    [1, 3, 16, 17, 33].enumerated().flatMap { j, headSize in
      [AttentionMask.causal, .window(1), .window(7), .window(40)].enumerated().map { k, mask in
        let (heads, groups) = [(3, 3), (4, 2), (6, 1)][(i + j + k) % 3]
        return CacheExample(
          sequences: 2, heads: heads, groups: groups, headSize: headSize, length: length, mask,
          bias: (i + j / 2 + k) % 2 == 0 ? .none : .alibi, isJoint: (i + k) % 2 == 0)
      }
    }
  }

  @Test(arguments: examples) func everyQueryMatchesTheNaiveReference(_ e: CacheExample) {
    expectClose(actual: e.run(chunks: [e.length]), expected: e.naive(), units: 4)
  }

  @Test(arguments: [.causal, .window(19)] as [AttentionMask], AttentionBias.allCases)
  func tokensOneByOneOrInChunksGiveTheSameBits(_ mask: AttentionMask, bias: AttentionBias) {
    expectTheSameBits(
      CacheExample(sequences: 2, heads: 4, groups: 2, headSize: 18, length: 37, mask, bias: bias, isJoint: true))
    expectTheSameBits(
      CacheExample(sequences: 2, heads: 4, groups: 2, headSize: 18, length: 37, mask, bias: bias, isJoint: false))
  }

  private func expectTheSameBits(_ e: CacheExample) {
    let whole = e.run(chunks: [37])
    expectSameBits(actual: e.run(chunks: Array(repeating: 1, count: 37)), expected: whole, "one by one")
    expectSameBits(actual: e.run(chunks: [16, 1, 20]), expected: whole, "in chunks")
  }

  @Test func aSequenceHasTheSameBitsAloneAndWithOthers() {
    let e = CacheExample(sequences: 5, heads: 4, groups: 2, headSize: 18, length: 21)
    let together = e.run(chunks: [20, 1]), size = together.count / 5
    for sequence in 0..<5 {
      expectSameBits(
        actual: e.alone(sequence).run(chunks: [20, 1]),
        expected: Array(together[sequence * size..<(sequence + 1) * size]), "sequence \(sequence)")
    }
  }

  /// A reused cache still holds keys and values of a longer text after those of the new one.
  @Test(arguments: [.causal, .window(7)] as [AttentionMask], AttentionBias.allCases)
  func leftoversOfAnEarlierTextDoNotCount(_ mask: AttentionMask, bias: AttentionBias) {
    let e = CacheExample(sequences: 1, heads: 2, groups: 1, headSize: 18, length: 21, mask, bias: bias)
    expectSameBits(actual: e.run(chunks: [21], leftover: 1000), expected: e.run(chunks: [21]))
    expectSameBits(actual: e.run(chunks: [21], leftover: .nan), expected: e.run(chunks: [21]))
  }

  /// Three copies of one text; the beginning is read only in the first copy.
  @Test func spreadingTheFirstSequenceServesAllSequences() {
    var e = CacheExample(sequences: 3, heads: 4, groups: 2, headSize: 18, length: 37)
    let one = Array(e.qkv.prefix(e.qkv.count / 3))
    e.qkv = one + one + one
    let whole = e.run(chunks: [37]), size = whole.count / 3, start = 21 * 4 * 18
    let spread = e.run(chunks: [21, 16], leftover: .nan, startsWithOne: true)
    for sequence in 0..<3 {
      let range = sequence * size + start..<(sequence + 1) * size
      expectSameBits(actual: Array(spread[range]), expected: Array(whole[range]), "sequence \(sequence)")
    }
  }

  /// All scores are near 147,456 / sqrt(D), and none is rounded: only their differences count. Dividing them by sqrt(D)
  /// before the largest is subtracted would change the weights by up to 0.2 %.
  @Test(arguments: [12, 16]) func aSharedOffsetOfTheScoresCostsNoDigits(headSize: Int) {
    var e = CacheExample(sequences: 1, heads: 1, groups: 1, headSize: headSize, length: 40)
    for t in 0..<40 {
      for d in 0..<headSize {
        let at = t * 3 * headSize + d
        e.qkv[at] = d == 0 ? 384 : d == 1 ? 1 : 0
        e.qkv[at + headSize] = d == 0 ? 384 : d == 1 ? Float(t * 37 % 71) / 64 : 0
      }
    }
    expectClose(actual: e.run(chunks: [40]), expected: e.naive(), units: 4)
  }
}
