import Tensors
import TestSupport
import Testing

struct CachedAttentionTests {
  private let headCount = 4, groupCount = 2, headSize = 3
  private var rowCount: Int { (headCount + 2 * groupCount) * headSize }

  private func cache(sequenceCount: Int = 2, capacity: Int = 75) -> KeyValueCache {
    KeyValueCache(sequenceCount: sequenceCount, capacity: capacity, groupCount: groupCount, headSize: headSize)
  }

  private func attend(
    _ qkv: Tensor, _ mask: AttentionMask, _ cache: KeyValueCache, bias: AttentionBias = .none
  ) -> Tensor {
    attention(qkv: qkv, headCount: headCount, groupCount: groupCount, mask: mask, bias: bias, cache: cache)
  }

  private func projection(_ B: Int, _ T: Int) -> Tensor { leaf([B, T, rowCount]).detached() }

  /// Compares the result of the last token at each length, with all earlier tokens in the cache.
  @Test(arguments: [.causal, .window(7)] as [AttentionMask], AttentionBias.allCases)
  func cachedAttentionMatchesUncachedAttentionAtEveryLength(_ mask: AttentionMask, bias: AttentionBias) {
    let qkv = projection(2, 75), cache = cache()
    let expected = attention(qkv: qkv, headCount: headCount, groupCount: groupCount, mask: mask, bias: bias)
    for t in 0..<75 {
      #expect(cache.length == t)
      let y = attend(qkv.slice(axis: 1, t..<t + 1), mask, cache, bias: bias)
      let row = expected.slice(axis: 1, t..<t + 1)
      expectTensor(y, matches: row.elements, shape: [2, 1, 12], tolerance: 2e-6, "token \(t)")
    }
  }

  @Test(arguments: [.causal, .window(7)] as [AttentionMask], AttentionBias.allCases)
  func tokensOneByOneAndAllTogetherGiveTheSameBits(_ mask: AttentionMask, bias: AttentionBias) {
    let qkv = projection(2, 37), one = cache(), all = cache()
    let steps = (0..<37).map { attend(qkv.slice(axis: 1, $0..<$0 + 1), mask, one, bias: bias) }
    #expect(concatenate(steps, axis: 1).elements == attend(qkv, mask, all, bias: bias).elements)
    #expect(one.length == 37 && all.length == 37)
  }

  @Test func separateTensorsGiveTheSameBitsAsOneProjection() {
    let qkv = projection(2, 37), joint = cache(), separate = cache()
    func part(_ qkv: Tensor, _ first: Int, _ heads: Int) -> Tensor {
      qkv.slice(axis: 2, first * headSize..<(first + heads) * headSize)
        .reshaped(to: [2, qkv.shape[1], heads, headSize])
    }
    for range in [0..<20, 20..<21, 21..<37] {
      let new = qkv.slice(axis: 1, range)
      let y = attention(
        part(new, 0, headCount), part(new, headCount, groupCount), part(new, headCount + groupCount, groupCount),
        mask: .causal, bias: .alibi, cache: separate)
      #expect(y.shape == [2, range.count, headCount, headSize])
      #expect(y.elements == attend(new, .causal, joint, bias: .alibi).elements)
    }
  }

  @Test func aRemovedTextHasNoInfluence() {
    let qkv = projection(2, 37), used = cache()
    _ = attend(qkv * 50, .causal, used)
    used.removeAll()
    #expect(used.length == 0)
    #expect(attend(qkv, .causal, used).elements == attend(qkv, .causal, cache()).elements)
  }

  /// The prompt is read once; then each sequence continues differently.
  @Test func aPromptOfTheFirstSequenceIsCopiedToAll() {
    let prompt = projection(1, 21), next = projection(3, 5), cache = cache(sequenceCount: 3)
    _ = attend(prompt, .causal, cache)
    cache.spreadFirstSequence()
    let y = attend(next, .causal, cache)
    for sequence in 0..<3 {
      let alone = self.cache(sequenceCount: 1)
      _ = attend(prompt, .causal, alone)
      let expected = attend(next.slice(axis: 0, sequence..<sequence + 1), .causal, alone)
      #expect(y.slice(axis: 0, sequence..<sequence + 1).elements == expected.elements)
    }
  }

  /// After removeAll(), all sequences are equally long again, even if one of them was ahead.
  @Test func removeAllResetsAllSequencesEvenIfOneWasAhead() {
    let cache = cache(), qkv = projection(2, 5)
    _ = attend(projection(1, 7), .causal, cache)
    cache.removeAll()
    #expect(attend(qkv, .causal, cache).elements == attend(qkv, .causal, self.cache()).elements)
  }

  @Test func leavesThatRequireGradientsCanAttendWithoutThem() {
    let qkv = leaf([2, 5, rowCount])
    let y = withoutGradients { attend(qkv, .causal, cache()) }
    #expect(!y.requiresGradient)
    #expect(y.elements == attend(qkv.detached(), .causal, cache()).elements)
  }

  @Test(arguments: [[0, 5], [2, 0]]) func noSequencesOrNoTokensGiveAnEmptyResult(sizes: [Int]) {
    let cache = cache()
    let y = attend(.zeros([sizes[0], sizes[1], rowCount]), .causal, cache)
    #expect(y.shape == [sizes[0], sizes[1], 12] && cache.length == 0)
  }

  @Test(arguments: [2, 3, 7]) func anyThreadCountGivesTheSameBits(_ threads: Int) {
    let qkv = leaf([2, 70, rowCount]).detached()
    func run() -> [Float] { attend(qkv, .causal, cache()).elements }
    #expect(onThreads(threads) { run() } == onThreads(1) { run() })
  }
}
