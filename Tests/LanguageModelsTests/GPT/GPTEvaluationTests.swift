import Foundation
import LanguageModels
import Tensors
import Testing

@Test func evaluationIsTheMeanOverAllTokensWhateverTheBatch() {
  let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 5, layerCount: 1, headCount: 2, width: 8))
  model.initialise(seed: 4)
  // 23 tokens: four windows of five, and one of two.
  let tokens = (0..<23).map { Int32($0 * $0 % 7) }
  var total = 0.0
  for start in stride(from: 0, to: 22, by: 5) {
    let end = min(start + 5, 22)
    let logits = model.logits(Array(tokens[start..<end]), batchSize: 1).logSoftmax()
    for i in 0..<end - start { total -= Double(logits[0, i, Int(tokens[start + i + 1])]) }
  }
  for batchSize in [1, 2, 3, 100] {
    let evaluation = model.evaluate(tokens[...], batchSize: batchSize)
    #expect(evaluation.tokenCount == 22)
    #expect(abs(evaluation.loss - total / 22) < 1e-6)
  }
  let limited = model.evaluate(tokens[...], batchSize: 2, limit: 1)
  #expect(limited.tokenCount == 10)
  #expect(withFixedWeights { model.evaluate(tokens[...], batchSize: 2) } == model.evaluate(tokens[...], batchSize: 2))
}

/// Contexts of 5 that overlap by 2: each prediction sees the token before it and at least two more.
@Test func evaluationOfATextsEndGivesEachTokenHalfAContext() {
  let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 5, layerCount: 1, headCount: 2, width: 8))
  model.initialise(seed: 4)
  let tokens = (0..<40).map { Int32($0 * $0 % 7) }
  for start in [3, 4, 20, 38, 39] {
    var total = 0.0
    for window in stride(from: start - 3, to: 37, by: 3) {
      let seen = Array(tokens[window..<min(window + 5, 39)])
      let logits = model.logits(seen, batchSize: 1).logSoftmax()
      for i in 2..<seen.count { total -= Double(logits[0, i, Int(tokens[window + i + 1])]) }
    }
    let evaluation = model.evaluate(tokens, from: start)
    #expect(evaluation.tokenCount == 40 - start)
    #expect(abs(evaluation.loss - total / Double(40 - start)) < 1e-6)
  }
}

@Test func perplexityAndBitsFollowFromTheLoss() {
  let evaluation = Evaluation(loss: log(8), tokenCount: 1)
  #expect(abs(evaluation.perplexity - 8) < 1e-12 && abs(evaluation.bitsPerToken - 3) < 1e-12)
}
