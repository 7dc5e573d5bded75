import Numerics
import Tensors
import TestSupport
import Testing

struct AttentionTests {
  static let cases: [OperationCase] = [
    OperationCase("attention of one projection", [[2, 5, 18]]) { attend($0[0], headCount: 3) },
    OperationCase("attention of one head of odd size", [[1, 17, 9]]) { attend($0[0], headCount: 1) },
    // Longer than one block of queries, with one left over.
    OperationCase("attention over several blocks", [[1, 33, 12]]) { attend($0[0], headCount: 2) },
    OperationCase("attention with dropout", [[2, 7, 12]]) { attend($0[0], headCount: 2, dropout: 0.3) },
    OperationCase("attention over several blocks with dropout", [[1, 37, 6]]) {
      attend($0[0], headCount: 1, dropout: 0.3)
    },
    OperationCase("attention of grouped queries in one projection", [[2, 7, 24]]) {
      attention(qkv: $0[0], headCount: 4, groupCount: 2, mask: .window(3))
    },
    OperationCase("attention to all keys", [[2, 5, 3, 4], [2, 7, 3, 4], [2, 7, 3, 4]]) {
      attention($0[0], $0[1], $0[2], mask: .none)
    },
    OperationCase("attention of grouped queries", [[2, 3, 6, 4], [2, 5, 2, 4], [2, 5, 2, 4]]) {
      attention($0[0], $0[1], $0[2], mask: .causal)
    },
    OperationCase("attention in a window", [[1, 37, 2, 3], [1, 39, 1, 3], [1, 39, 1, 3]]) {
      var generator = RandomGenerator(seed: 7)
      return attention($0[0], $0[1], $0[2], mask: .window(5), dropout: 0.3, using: &generator)
    },
    OperationCase("attention with linear biases", [[2, 7, 30]]) {
      attention(qkv: $0[0], headCount: 6, groupCount: 2, bias: .alibi)
    },
    OperationCase("attention with linear biases in a window", [[1, 37, 3, 3], [1, 39, 1, 3], [1, 39, 1, 3]]) {
      var generator = RandomGenerator(seed: 7)
      return attention($0[0], $0[1], $0[2], mask: .window(5), bias: .alibi, dropout: 0.3, using: &generator)
    },
    OperationCase("attention with queries that see no key", [[2, 7, 2, 4], [2, 4, 2, 4], [2, 4, 2, 4]]) {
      attention($0[0], $0[1], $0[2], mask: .causal)
    },
    OperationCase("attention of a tensor to itself", [[1, 5, 2, 3]]) {
      attention($0[0], $0[0], $0[0], mask: .causal)
    },
  ]

  private static func attend(_ qkv: Tensor, headCount: Int, dropout rate: Float = 0) -> Tensor {
    var generator = RandomGenerator(seed: 7)
    return attention(qkv: qkv, headCount: headCount, dropout: rate, using: &generator)
  }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  /// Compares with the definition: scores, mask, softmax and weighted sum, composed of elementary operations.
  @Test(arguments: [5, 49], [.none, .causal, .window(3)] as [AttentionMask])
  func attentionIsTheSoftmaxOfMaskedScoresTimesTheValues(length T: Int, _ mask: AttentionMask) {
    compareWithItsParts(length: T, mask, .none)
  }

  @Test(arguments: [5, 49], [.causal, .window(3)] as [AttentionMask])
  func linearBiasesLowerScoresByTheSlopeOfTheHeadTimesTheDistance(length T: Int, _ mask: AttentionMask) {
    compareWithItsParts(length: T, mask, .alibi)
  }

  private func compareWithItsParts(length T: Int, _ mask: AttentionMask, _ bias: AttentionBias) {
    let (B, H, S, D) = (2, 3, T + 2, 4)
    let q = leaf([B, T, H, D]), k = leaf([B, S, H, D], seed: 2), v = leaf([B, S, H, D], seed: 3)
    let hidden = (0..<T * S).map { i in
      let (time, key) = (i / S + S - T, i % S)
      let isSeen =
        switch mask {
        case .none: true
        case .causal: key <= time
        case .window(let count): key <= time && key > time - count
        }
      return isSeen ? 0 : -Float.infinity
    }
    let heads = [q, k, v].map { $0.transposed(1, 2) }
    // The slopes of three heads are the two of two heads, and the first of four.
    let slopes: [Float] = bias == .none ? [0, 0, 0] : [0x1p-4, 0x1p-8, 0x1p-2]
    let biases = slopes.flatMap { slope in
      (0..<T * S).map { i -> Float in
        let distance = i / S + S - T - i % S
        return -slope * Float(distance)
      }
    }
    let unbiased = matmul(heads[0], heads[1].transposed()) / Float(D).squareRoot()
    let scores = unbiased + Tensor([H, T, S], biases) + Tensor([T, S], hidden)
    let expected = matmul(scores.softmax(), heads[2]).transposed(1, 2)
    let y = attention(q, k, v, mask: mask, bias: bias)
    expectTensor(y, matches: expected.elements, shape: [B, T, H, D], tolerance: 2e-6)
  }

  @Test(arguments: [1, 2, 4]) func oneProjectionHoldsQueriesThenKeysThenValuesHeadByHead(groupCount G: Int) {
    let (B, T, H, D) = (2, 5, 4, 3)
    let qkv = leaf([B, T, (H + 2 * G) * D])
    func part(_ first: Int, _ heads: Int) -> Tensor {
      qkv.slice(axis: 2, first * D..<(first + heads) * D).reshaped(to: [B, T, heads, D])
    }
    for bias in AttentionBias.allCases {
      let separate = attention(part(0, H), part(H, G), part(H + G, G), mask: .causal, bias: bias)
      let y = attention(qkv: qkv, headCount: H, groupCount: G, bias: bias)
      #expect(y.shape == [B, T, H * D])
      #expect(y.elements == separate.elements)
    }
  }

  @Test func theDefaultIsOneGroupPerHead() {
    let qkv = leaf([2, 5, 18])
    #expect(attention(qkv: qkv, headCount: 3).elements == attention(qkv: qkv, headCount: 3, groupCount: 3).elements)
  }

  @Test func laterTokensDoNotChangeEarlierResults() {
    let x = leaf([1, 7, 6]), changed = Tensor(x.shape, x.elements)
    for i in 5 * 6..<7 * 6 { changed.data[i] += 1 }
    let before = Self.attend(x, headCount: 1), after = Self.attend(changed, headCount: 1)
    #expect(before.slice(axis: 1, 0..<5).elements == after.slice(axis: 1, 0..<5).elements)
    #expect(before.slice(axis: 1, 5..<7).elements != after.slice(axis: 1, 5..<7).elements)
  }

  /// Equal keys give equal weights; with values of one, each result is the sum of the weights that dropout keeps.
  @Test func dropoutDropsSomeWeightsAndScalesTheRest() {
    let T = 40
    let qkv = Tensor([1, T, 3], (0..<T).flatMap { _ in [0, 0, 1] as [Float] })
    let y = Self.attend(qkv, headCount: 1, dropout: 0.5).elements
    #expect(y[0] == 0 || y[0] == 2)
    for (t, value) in y.enumerated() {
      let kept = value * Float(t + 1) / 2
      #expect(abs(kept - kept.rounded()) < 1e-4, "the weights at \(t) are not 0 or twice the original")
    }
    #expect(abs(y.reduce(0, +) / Float(T) - 1) < 0.2)
  }

  @Test func theGeneratorIsUsedOnlyForDropout() {
    var generator = RandomGenerator(seed: 7)
    let x = leaf([1, 3, 1, 2])
    _ = attention(qkv: leaf([1, 3, 6]), headCount: 1, dropout: 0, using: &generator)
    _ = attention(x, x, x, mask: .none, dropout: 0, using: &generator)
    #expect(generator == RandomGenerator(seed: 7))
    var expected = generator
    _ = attention(qkv: leaf([1, 3, 6]), headCount: 1, dropout: 0.1, using: &generator)
    _ = attention(x, x, x, mask: .none, dropout: 0.1, using: &generator)
    _ = (expected.next(), expected.next())
    #expect(generator == expected)
  }

  @Test func theResultIsTheSameWithoutGradients() {
    let qkv = leaf([2, 37, 18]), recorded = attention(qkv: qkv, headCount: 3)
    let plain = withoutGradients { attention(qkv: qkv, headCount: 3) }
    #expect(recorded.requiresGradient && !plain.requiresGradient)
    #expect(plain.elements == recorded.elements)
  }

  @Test func nonFiniteResultsAreFoundWhetherOrNotTheyAreRecorded() {
    let qkv = Tensor([1, 2, 3], [3e38, 3e38, 1, 3e38, 3e38, 1])
    #expect(firstNonFinite { _ = attention(qkv: qkv, headCount: 1) }?.operation == "attention")
    qkv.requiresGradient = true
    #expect(firstNonFinite { _ = attention(qkv: qkv, headCount: 1) }?.operation == "attention")
  }

  @Test(arguments: [[0, 5, 6], [2, 0, 6]]) func emptyBatchesAndSequencesGiveEmptyResults(sizes: [Int]) {
    let qkv = leaf(Shape(sizes))
    let y = Self.attend(qkv, headCount: 1)
    #expect(y.shape == [sizes[0], sizes[1], 2])
    y.backward(.zeros(y.shape))
    #expect(qkv.gradient!.shape == qkv.shape)
  }
}
