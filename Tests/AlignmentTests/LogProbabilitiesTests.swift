import Alignment
import Layers
import Numerics
import Tensors
import TestSupport
import Testing
import Transformers

struct LogProbabilitiesTests {
  /// Each answer alone, with the softmax in double precision.
  @Test func answersSideBySideHaveTheProbabilitiesOfEachAlone() {
    let model = livelyModel(), batch = AnswerBatch(fewAnswers)
    let found = model.logProbabilities(of: batch)
    #expect(found.shape == [3, 3])
    #expect(batch.mask.elements == [1, 1, 1, 1, 0, 0, 1, 1, 0])
    for (answer, row) in zip(fewAnswers, batch.perToken(found)) {
      let logits = model.logits(Array(answer.text.dropLast()), batchSize: 1).elements.map(Double.init)
      let expected = answer.tokens.enumerated().map { a, token in
        let place = answer.prompt.count - 1 + a, scores = Array(logits[place * 7..<place * 7 + 7])
        let largest = scores.max()!
        let total = scores.reduce(0) { $0 + exponential($1 - largest) }
        return scores[Int(token)] - largest - naturalLogarithm(total)
      }
      expectClose(actual: row.map(Double.init), expected: expected, units: 8)
    }
    #expect(found.elements.enumerated().allSatisfy { batch.mask.elements[$0] == 1 || $1 == 0 })
  }

  @Test func gradientsMatchFiniteDifferences() {
    let model = livelyModel(), batch = AnswerBatch(fewAnswers)
    checkGradient(
      of: model.namedParameters.map { ($0.name, $0.parameter) }, step: 0x1p-7, tolerance: 1e-3
    ) {
      var pass = ForwardPass.evaluation
      return model.logProbabilities(of: batch, &pass)
    }
  }

  @Test func theDivergenceIsThatOfTheDefinition() throws {
    let (policy, other) = (livelyModel(), livelyModel(seed: 6))
    let found = policy.divergences(from: other, over: fewAnswers)
    #expect(found.map(\.count) == [3, 1, 2])
    for (answer, values) in zip(fewAnswers, found) {
      func distributions(_ model: GPT) -> [Double] {
        model.logits(Array(answer.text.dropLast()), batchSize: 1).logSoftmax().elements.map(Double.init)
      }
      let (p, q) = (distributions(policy), distributions(other))
      let expected = answer.tokens.indices.map { a in
        let row = (answer.prompt.count - 1 + a) * 7
        return (row..<row + 7).reduce(0) { $0 + exponential(p[$1]) * (p[$1] - q[$1]) }
      }
      expectClose(actual: values.map(Double.init), expected: expected, units: 32)
      #expect(values.allSatisfy { $0 > 0 })
    }
    #expect(policy.divergence(from: policy.copy(), over: fewAnswers) == 0)
    let total = found.reduce(0) { $0 + $1.reduce(0) { $0 + Double($1) } }
    #expect(abs(policy.divergence(from: other, over: fewAnswers) - total / 3) < 1e-9)
  }

  /// Over many sampled answers, the divergence of whole answers is what log p - log q says, up to chance.
  @Test func theSampledDifferenceHasTheDivergenceAsItsMean() throws {
    let (policy, other) = (toyModel(), toyModel(seed: 2))
    for model in [policy, other] { model.tokenEmbedding.weight.data[9] += 1 }
    let answers = try policy.answers(to: [[1]], perPrompt: 2000, AnswerForm(longest: 4, end: 0), seed: 3)
    let batch = AnswerBatch(answers)
    let p = batch.perToken(policy.logProbabilities(of: batch)), q = batch.perToken(other.logProbabilities(of: batch))
    let differences = zip(p, q).map { p, q in zip(p, q).reduce(0.0) { $0 + Double($1.0 - $1.1) } }
    let mean = differences.reduce(0, +) / 2000
    let deviation = (differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2000).squareRoot()
    let exact = policy.divergence(from: other, over: answers)
    #expect(exact > 0)
    #expect(abs(mean - exact) < 4 * deviation / 2000.0.squareRoot())
  }
}
