import Corpora
import Testing

struct MarkedTokensTests {
  @Test func onlyMarkedTokensAreTargets() {
    let batch = Batch([
      MarkedTokens(prompt: [7, 4, 2], answer: [9, 5]), MarkedTokens([3, 8, 6], isTarget: [true, true, false]),
    ])
    #expect((batch.batchSize, batch.length) == (2, 4))
    #expect(batch.inputs == [7, 4, 2, 9, 3, 8, 0, 0])
    #expect(batch.targets == [-1, -1, 9, 5, 8, -1, -1, -1])
    #expect(batch.targetCount == 3)
  }

  /// The first token of a text is not predicted, so its mark does not count.
  @Test func theFirstTokenIsNoTarget() {
    #expect(MarkedTokens([3, 8, 6], isTarget: [true, true, false]).targetCount == 1)
    #expect(MarkedTokens(prompt: [], answer: [4, 5, 6]).targetCount == 2)
  }

  @Test func everyCountedTokenHasTheSameWeight() {
    // 40 rows of 16 tokens are several micro-batches, and the later rows have more targets.
    let batch = Batch(
      (0..<40).map { row in MarkedTokens((0..<17).map { Int32($0) }, isTarget: (0..<17).map { $0 > 16 - row / 4 }) })
    let parts = batch.microBatches, weights = batch.microBatchTargetWeights
    #expect(parts.count > 1 && parts.count == weights.count)
    #expect(abs(weights.reduce(0, +) - 1) < 1e-6)
    for (part, weight) in zip(parts, weights) {
      #expect(weight == Float(part.targetCount) / Float(batch.targetCount))
    }
    #expect(Set(weights).count > 1)
  }

  @Test func withoutMarksTheWeightsAreThoseOfTheRows() {
    let batch = Batch((0..<40).map { _ in MarkedTokens(prompt: [1], answer: [2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5]) })
    #expect(batch.microBatchTargetWeights == batch.microBatchWeights)
  }
}
