import LanguageModels
import Numerics
import Tensors
import TestSupport
import Testing
import Transformers

struct MLPLanguageModelTests {
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

  private func write(_ model: MLP, after prompt: [Int32], _ sampler: Sampler, count: Int = 30) throws -> [Int32] {
    var generator = RandomGenerator(seed: 4), written: [Int32] = []
    try model.generate(after: prompt, count: count, sampler: sampler, using: &generator) { written.append($0) }
    return written
  }

  @Test func nextLogitsDependOnlyOnTheLastTokens() {
    let model = smallMLP()
    for (tokens, seen) in [([5, 6, 1, 2, 3], [1, 2, 3]), ([2], [7, 7, 2]), ([], [7, 7, 7])] as [([Int32], [Int32])] {
      let logits = withoutGradients { model.logits(seen).elements }
      #expect(model.nextLogits(after: tokens) == logits)
    }
  }

  @Test func temperatureZeroAlwaysChoosesTheMostLikelyToken() throws {
    let model = smallMLP()
    var text: [Int32] = []
    for _ in 0..<12 {
      let logits = naiveLogits(model, Array(([7, 7, 7] + text).suffix(3)))
      text.append(Int32(logits.indices.max { logits[$0] < logits[$1] }!))
    }
    #expect(try write(model, after: [], Sampler(temperature: 0), count: 12) == text)
  }

  @Test func theSameSeedGivesTheSameTextAndThePromptMatters() throws {
    let model = smallMLP()
    let text = try write(model, after: [1, 2, 3, 4], Sampler())
    #expect(text.count == 30 && text.allSatisfy { (0..<7).contains($0) })
    #expect(try write(model, after: [2, 3, 4], Sampler()) == text)
    #expect(try write(model, after: [2, 3, 5], Sampler()) != text)
  }
}
