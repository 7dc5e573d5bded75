import Alignment
import Layers
import Numerics
import Tensors
import TestSupport
import Testing
import Training
import Transformers

struct RewardModelTests {
  private func options(_ steps: Int) -> TrainingOptions {
    var options = TrainingOptions()
    (options.steps, options.learningRate, options.minimumLearningRate, options.warmup) = (steps, 3e-3, 3e-3, 0)
    options.weightDecay = 0
    return options
  }

  /// Pairs of random answers; the one with the larger share of token 3 is preferred, except for some noise.
  private func pairs(_ count: Int, noise: Float, seed: UInt64) -> [Preference] {
    var values = RandomValues(seed: seed)
    return (0..<count).map { _ in
      func answer() -> Answer { Answer(prompt: [1, 2], tokens: values.ids(6, below: 8)) }
      var (a, b) = (answer(), answer())
      while share(of: 3, in: [a]) == share(of: 3, in: [b]) { b = answer() }
      if (share(of: 3, in: [a])[0] < share(of: 3, in: [b])[0]) != (values.float(in: 0...1) < noise) { swap(&a, &b) }
      return Preference(chosen: a, rejected: b)
    }
  }

  @Test func rewardsLearnWhatIsPreferred() throws {
    let model = RewardModel(toyModel()), data = pairs(400, noise: 0.1, seed: 1)
    let heldOut = pairs(200, noise: 0, seed: 2)
    #expect(model.accuracy(heldOut) == 0.5)
    let trainer = Trainer(model.namedParameters, options(120), tokensPerStep: 40, seed: 1)
    while !trainer.isDone {
      let start = trainer.state.step * 40 % 400
      _ = try trainer.step([Array(data[start..<start + 20]), Array(data[start + 20..<start + 40])]) { pairs, pass in
        model.loss(pairs, &pass)
      }
    }
    #expect(model.accuracy(heldOut) > 0.9)
  }

  @Test func theLossIsThatOfTheRewards() {
    let model = RewardModel(livelyModel())
    fill(model.network.head)
    model.likelihood.data[0] = 0.3
    let pairs = [
      Preference(chosen: fewAnswers[0], rejected: Answer(prompt: [3, 1], tokens: [2])),
      Preference(chosen: fewAnswers[1], rejected: Answer(prompt: [2], tokens: [5, 5])),
    ]
    var pass = ForwardPass.evaluation
    let loss = model.loss(pairs, &pass).item
    let (chosen, rejected) = (model.rewards(pairs.map(\.chosen)), model.rewards(pairs.map(\.rejected)))
    let expected = zip(chosen, rejected).reduce(0) { $0 + naturalLogarithm(1 + exponential($1.1 - $1.0)) } / 2
    #expect(abs(Double(loss) - expected) < 1e-5)
    checkGradient(
      of: model.namedParameters.filter { !$0.name.contains("key") }.map { ($0.name, $0.parameter) }, step: 0x1p-7,
      tolerance: 1e-3
    ) {
      var pass = ForwardPass.evaluation
      return model.rewards(pairs.map(\.chosen), &pass)
    }
  }

  /// Without a head, what is left is the log-probability of each answer, times its weight.
  @Test func theRewardReadsHowLikelyAnAnswerIs() {
    let model = RewardModel(livelyModel())
    model.likelihood.data[0] = 0.5
    let answers = Array(fewAnswers.prefix(2))
    let expected = model.network.model.logProbabilities(of: AnswerBatch(answers)).sum(axis: 1).elements.map { 0.5 * $0 }
    expectClose(actual: model.rewards(answers).map { Float($0) }, expected: expected, units: 16)
    #expect(Set(expected).count == 2)
  }

  @Test func equalRewardsCountAsHalf() {
    #expect(pairAccuracy(chosen: [1, 2, 3, 4], rejected: [0, 2, 5, 1]) == 0.625)
  }
}
