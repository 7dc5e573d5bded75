import Foundation
import Tensors
import Testing
import Transformers

@Test func evaluationIsTheMeanOverAllTokensForAnyBatchSize() {
  let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 5, layerCount: 1, headCount: 2, width: 8))
  model.initialize(seed: 4)
  // 23 tokens: four windows of five targets and one of two.
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
  #expect(
    cachingPackedWeights { model.evaluate(tokens[...], batchSize: 2) } == model.evaluate(tokens[...], batchSize: 2))
}

@Test func overlappingWindowsPredictEachTokenOnceFromItsContext() {
  let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 5, layerCount: 1, headCount: 2, width: 8))
  model.initialize(seed: 4)
  let tokens = (0..<23).map { Int32($0 * $0 % 7) }
  var total = 0.0
  // Windows begin at 0, 2, 4 and so on. The first predicts all its tokens, the others only the new ones.
  for target in 1..<23 {
    let start = target <= 5 ? 0 : (target - 5 + 1) / 2 * 2
    let logits = model.logits(Array(tokens[start..<target]), batchSize: 1).logSoftmax()
    total -= Double(logits[0, target - start - 1, Int(tokens[target])])
  }
  for batchSize in [1, 2, 3, 100] {
    let evaluation = model.evaluate(tokens[...], batchSize: batchSize, stride: 2)
    #expect(evaluation.tokenCount == 22 && abs(evaluation.loss - total / 22) < 1e-6)
  }
  #expect(model.evaluate(tokens[...], batchSize: 2, stride: 5) == model.evaluate(tokens[...], batchSize: 2))
}
