import Testing
import TestSupport

struct MLPEvaluationTests {
  /// The text is longer than two of the chunks that the model evaluates.
  @Test(arguments: [0, 1, 2, 5, 1999, 2599, 2600])
  func evaluationIsTheMeanOverAllTokensFromAStart(start: Int) {
    let model = smallMLP()
    var random = RandomValues(seed: 9)
    let tokens = random.ids(2600, below: 7)
    var total = 0.0
    for place in start..<tokens.count {
      let context = (place - 3..<place).map { $0 < 0 ? 7 : tokens[$0] }
      total += naiveLoss(naiveLogits(model, context), tokens[place])
    }
    let evaluation = model.evaluate(tokens, from: start)
    #expect(evaluation.tokenCount == 2600 - start)
    #expect(abs(evaluation.loss - total / Double(max(1, 2600 - start))) < 1e-6)
  }

  @Test func evaluationGivesTheSameBitsOnAnyThreadCount() {
    let model = smallMLP()
    var random = RandomValues(seed: 9)
    let tokens = random.ids(3000, below: 7)
    let expected = onThreads(1) { model.evaluate(tokens, from: 7) }
    for threads in [2, 3, 7] { #expect(onThreads(threads) { model.evaluate(tokens, from: 7) } == expected) }
  }
}
