import Tensors
import TestSupport
import Testing

struct CausalAttentionTests {
  static let cases: [OperationCase] = [
    OperationCase("attention of one projection", [[2, 5, 18]]) { attend($0[0], headCount: 3) },
    OperationCase("attention of one head of odd size", [[1, 17, 9]]) { attend($0[0], headCount: 1) },
    // Longer than one block of queries, with one left over.
    OperationCase("attention over several blocks", [[1, 49, 12]]) { attend($0[0], headCount: 2) },
    OperationCase("attention with dropout", [[2, 7, 12]]) { attend($0[0], headCount: 2, dropout: 0.3) },
    OperationCase("attention over several blocks with dropout", [[1, 53, 6]]) {
      attend($0[0], headCount: 1, dropout: 0.3)
    },
    OperationCase("attention of separate heads", [[2, 3, 5, 4], [2, 3, 5, 4], [2, 3, 5, 4]]) {
      causalAttention(queries: $0[0], keys: $0[1], values: $0[2])
    },
    OperationCase("attention of a tensor to itself", [[1, 2, 5, 3]]) {
      causalAttention(queries: $0[0], keys: $0[0], values: $0[0])
    },
  ]

  private static func attend(_ qkv: Tensor, headCount: Int, dropout rate: Float = 0) -> Tensor {
    var generator = RandomGenerator(seed: 7)
    return causalAttention(qkv: qkv, headCount: headCount, dropout: rate, using: &generator)
  }

  @Test(arguments: cases)
  func gradientsAreTheDifferences(_ operation: OperationCase) { operation.checkGradients() }

  /// The definition: scores, mask, softmax, weighted sum, from operations that know nothing of attention.
  @Test(arguments: [5, 49]) func attentionIsSoftmaxOfMaskedScoresTimesValues(length T: Int) {
    let (B, H, D) = (2, 3, 4)
    let heads = (0..<3).map { leaf([B, H, T, D], seed: UInt64($0)) }
    let mask = Tensor([T, T], (0..<T * T).map { $0 % T > $0 / T ? -.infinity : 0 })
    let scores = matmul(heads[0], heads[1].transposed()) / Float(D).squareRoot() + mask
    let expected = matmul(scores.softmax(), heads[2])
    let y = causalAttention(queries: heads[0], keys: heads[1], values: heads[2])
    expectTensor(y, matches: expected.elements, shape: [B, H, T, D], tolerance: 2e-6)
  }

  @Test func oneProjectionIsQueriesThenKeysThenValuesHeadAfterHead() {
    let (B, T, H, D) = (2, 5, 3, 4)
    let qkv = leaf([B, T, 3 * H * D])
    let heads = (0..<3).map { part in
      qkv.slice(axis: 2, part * H * D..<(part + 1) * H * D).reshaped(to: [B, T, H, D]).transposed(1, 2)
    }
    let expected = causalAttention(queries: heads[0], keys: heads[1], values: heads[2]).transposed(1, 2)
    let y = Self.attend(qkv, headCount: H)
    expectTensor(y, matches: expected.elements, shape: [B, T, H * D], tolerance: 1e-6)
  }

  @Test func laterTimesDoNotChangeEarlierOnes() {
    let x = leaf([1, 7, 6]), changed = Tensor(x.shape, x.elements)
    for i in 5 * 6..<7 * 6 { changed.data[i] += 1 }
    let before = Self.attend(x, headCount: 1), after = Self.attend(changed, headCount: 1)
    #expect(before.slice(axis: 1, 0..<5).elements == after.slice(axis: 1, 0..<5).elements)
    #expect(before.slice(axis: 1, 5..<7).elements != after.slice(axis: 1, 5..<7).elements)
  }

  /// Equal keys give equal weights; values of one then add up to what dropout leaves of them.
  @Test func dropoutDropsWeightsAndScalesTheOthers() {
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
    _ = causalAttention(qkv: leaf([1, 3, 6]), headCount: 1, dropout: 0, using: &generator)
    #expect(generator == RandomGenerator(seed: 7))
    _ = causalAttention(qkv: leaf([1, 3, 6]), headCount: 1, dropout: 0.1, using: &generator)
    #expect(generator != RandomGenerator(seed: 7))
  }

  @Test(arguments: [[0, 5, 6], [2, 0, 6]]) func noBatchOrNoTimeGivesNothing(sizes: [Int]) {
    let qkv = leaf(Shape(sizes))
    let y = Self.attend(qkv, headCount: 1)
    #expect(y.shape == [sizes[0], sizes[1], 2])
    y.backward(.zeros(y.shape))
    #expect(qkv.gradient!.shape == qkv.shape)
  }
}
