import LanguageModels
import Numerics
import Tensors
import Testing

/// Logits whose probabilities are 0.1, 0.4, 0.2 and 0.3.
private let logits: [Float] = [0.1, 0.4, 0.2, 0.3].map { Tensor($0).log().item }

private func expectChoices(_ sampler: Sampler, _ expected: [(Int32, Float)]) {
  let choices = sampler.choices(logits)
  #expect(choices.map(\.token) == expected.map(\.0))
  for (choice, (_, probability)) in zip(choices, expected) { #expect(abs(choice.probability - probability) < 1e-6) }
}

@Test func choicesAreTheModelsDistributionMostLikelyFirst() {
  expectChoices(Sampler(), [(1, 0.4), (3, 0.3), (2, 0.2), (0, 0.1)])
}

@Test func topKKeepsTheMostLikelyTokensAndRenormalizes() {
  expectChoices(Sampler(topK: 2), [(1, 4.0 / 7), (3, 3.0 / 7)])
  expectChoices(Sampler(topK: 9), [(1, 0.4), (3, 0.3), (2, 0.2), (0, 0.1)])
}

@Test func topPKeepsTheFewestTokensThatReachIt() {
  expectChoices(Sampler(topP: 0.3), [(1, 1)])
  expectChoices(Sampler(topP: 0.6), [(1, 4.0 / 7), (3, 3.0 / 7)])
  expectChoices(Sampler(topP: 0.8), [(1, 4.0 / 9), (3, 3.0 / 9), (2, 2.0 / 9)])
}

@Test func temperatureSharpensTheDistribution() {
  // At temperature 1/2, probabilities are squared and renormalized: 1, 16, 4 and 9 thirtieths.
  expectChoices(Sampler(temperature: 0.5), [(1, 16.0 / 30), (3, 9.0 / 30), (2, 4.0 / 30), (0, 1.0 / 30)])
  expectChoices(Sampler(temperature: 0), [(1, 1)])
  // So small that the logits divided by it would not be finite.
  expectChoices(Sampler(temperature: .leastNonzeroMagnitude), [(1, 1), (0, 0), (2, 0), (3, 0)])
}

@Test func greedySamplingTakesTheFirstOfEqualLogits() {
  #expect(Sampler(temperature: 0).choices([1, 3, 3]).map(\.token) == [1])
  #expect(Sampler(topK: 2).choices([1, 3, 3]).map(\.token) == [1, 2])
}

@Test func tokensAreDrawnInProportionToTheirProbability() {
  var generator = RandomGenerator(seed: 7)
  var counts = [0.0, 0, 0, 0]
  for _ in 0..<20_000 { counts[Int(Sampler().draw(logits, using: &generator))] += 1.0 / 20_000 }
  for (count, probability) in zip(counts, [0.1, 0.4, 0.2, 0.3]) { #expect(abs(count - probability) < 0.012) }
}
