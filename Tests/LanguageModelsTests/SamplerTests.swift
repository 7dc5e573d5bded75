import Files
import LanguageModels
import Numerics
import Tensors
import Testing

/// Logits whose probabilities are 0.1, 0.4, 0.2 and 0.3.
private let logits: [Float] = [0.1, 0.4, 0.2, 0.3].map { Tensor($0).log().item }

private func expectChoices(_ sampler: Sampler, after text: [Int32] = [], _ expected: [(Int32, Float)]) throws {
  let choices = try sampler.choices(logits, after: text)
  #expect(choices.map(\.token) == expected.map(\.0))
  for (choice, (_, probability)) in zip(choices, expected) { #expect(abs(choice.probability - probability) < 1e-6) }
}

@Test func choicesAreTheModelsDistributionMostLikelyFirst() throws {
  try expectChoices(Sampler(), [(1, 0.4), (3, 0.3), (2, 0.2), (0, 0.1)])
}

@Test func topKKeepsTheMostLikelyTokensAndRenormalizes() throws {
  try expectChoices(Sampler(topK: 2), [(1, 4.0 / 7), (3, 3.0 / 7)])
  try expectChoices(Sampler(topK: 9), [(1, 0.4), (3, 0.3), (2, 0.2), (0, 0.1)])
}

@Test func topPKeepsTheFewestTokensThatReachIt() throws {
  try expectChoices(Sampler(topP: 0.3), [(1, 1)])
  try expectChoices(Sampler(topP: 0.6), [(1, 4.0 / 7), (3, 3.0 / 7)])
  try expectChoices(Sampler(topP: 0.8), [(1, 4.0 / 9), (3, 3.0 / 9), (2, 2.0 / 9)])
  try expectChoices(Sampler(topP: 1), [(1, 0.4), (3, 0.3), (2, 0.2), (0, 0.1)])
}

/// Each expected count is that of transformers' TemperatureLogitsWarper, TopKLogitsWarper and TopPLogitsWarper in a row.
@Test func topPMeasuresWhatTopKLeft() throws {
  let logits: [Float] = [0.5, 0.3, 0.15, 0.05].map { Tensor($0).log().item }
  func tokens(_ sampler: Sampler) throws -> [Int32] { try sampler.choices(logits).map(\.token) }
  // Of the two that top-k leaves, the first has 0.5 / 0.8 = 0.625.
  #expect(try tokens(Sampler(topK: 2, topP: 0.6)) == [0])
  #expect(try tokens(Sampler(topP: 0.6)) == [0, 1])
  #expect(try tokens(Sampler(topK: 2, topP: 0.63)) == [0, 1])
  // Shares of three: 10/19, 6/19 and 3/19.
  #expect(try tokens(Sampler(topK: 3, topP: 0.52)) == [0])
  #expect(try tokens(Sampler(topK: 3, topP: 0.84)) == [0, 1])
  #expect(try tokens(Sampler(topK: 3, topP: 0.85)) == [0, 1, 2])
  #expect(try tokens(Sampler(topK: 3, topP: 1)) == [0, 1, 2])
  // The temperature comes first: squared, the shares of two are 25/34 and 9/34.
  #expect(try tokens(Sampler(temperature: 0.5, topK: 2, topP: 0.73)) == [0])
  #expect(try tokens(Sampler(temperature: 2, topK: 2, topP: 0.6)) == [0, 1])
  // A draw keeps the same tokens, and their probabilities add up to 1 again.
  let shares = try Sampler(topK: 3, topP: 0.84).choices(logits).map(\.probability)
  #expect(zip(shares, [0.625, 0.375] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
  var generator = RandomGenerator(seed: 5)
  let drawn = try (0..<200).map { _ in try Sampler(topK: 3, topP: 0.84).draw(logits, using: &generator) }
  #expect(Set(drawn) == [0, 1])
  #expect(try (0..<200).allSatisfy { _ in try Sampler(topK: 2, topP: 0.6).draw(logits, using: &generator) == 0 })
}

@Test func minPKeepsTokensNearlyAsLikelyAsTheLikeliest() throws {
  try expectChoices(Sampler(minP: 0.8), [(1, 1)])
  try expectChoices(Sampler(minP: 0.7), [(1, 4.0 / 7), (3, 3.0 / 7)])
  try expectChoices(Sampler(minP: 0.45), [(1, 4.0 / 9), (3, 3.0 / 9), (2, 2.0 / 9)])
  try expectChoices(Sampler(minP: 0), [(1, 0.4), (3, 0.3), (2, 0.2), (0, 0.1)])
  try expectChoices(Sampler(minP: 1), [(1, 1)])
  // At temperature 1/2 the shares are 16, 9, 4 and 1: it comes first.
  try expectChoices(Sampler(temperature: 0.5, minP: 0.5), [(1, 16.0 / 25), (3, 9.0 / 25)])
  // Top-p keeps three; of these, min-p drops one.
  try expectChoices(Sampler(topP: 0.8, minP: 0.6), [(1, 4.0 / 7), (3, 3.0 / 7)])
  #expect(try Sampler(minP: 1).choices([2, 1, 2]).map(\.token) == [0, 2])
}

/// The expected logits are those of transformers' RepetitionPenaltyLogitsProcessor: each token once, however often it
/// occurs.
@Test func theRepetitionPenaltyDividesPositiveLogitsAndMultipliesOthers() throws {
  let logits: [Float] = [2, 1, -1, 0, -.infinity]
  func penalized(_ penalty: Float, _ text: [Int32]) throws -> [Float] {
    var candidates = Candidates(count: 5)
    _ = try logits.withUnsafeBufferPointer {
      try candidates.load($0, penalty: penalty, on: TokenSet(text, vocabularySize: 5))
    }
    return candidates.values
  }
  #expect(try penalized(2, [0, 2, 0, 3, 4]) == [1, 1, -2, 0, -.infinity])
  #expect(try penalized(0.5, [1, 2]) == [2, 2, -0.5, 0, -.infinity])
  #expect(try penalized(2, []) == logits)
  // Marks that the model does not predict are no tokens of its vocabulary.
  #expect(try penalized(2, [7, -1]) == logits)
  #expect(try Sampler(temperature: 0, repetitionPenalty: 3).choices(logits, after: [0]).map(\.token) == [1])
  // The logits of the four are below 0, and a penalty of 2 squares the probabilities: 0.1, 0.16, 0.2, 0.3.
  try expectChoices(
    Sampler(repetitionPenalty: 2), after: [1, 1], [(3, 30.0 / 76), (2, 20.0 / 76), (1, 16.0 / 76), (0, 10.0 / 76)])
}

@Test func stepsShowWhatEachSettingLeaves() throws {
  let steps = try Sampler(temperature: 0.5, topK: 3, topP: 0.9, minP: 0.5, repetitionPenalty: 2)
    .steps(logits, after: [1])
  #expect(
    steps.map(\.title) == ["model", "repetition penalty 2", "temperature 0.5", "top-k 3", "top-p 0.9", "min-p 0.5"])
  #expect(steps.map { $0.choices.count } == [4, 4, 4, 3, 3, 1])
  // Squared again, the penalized probabilities are 1, 2.56, 4 and 9.
  #expect(steps[0].choices.map(\.token) == [1, 3, 2, 0] && steps[2].choices.map(\.token) == [3, 2, 1, 0])
  #expect(abs(try #require(steps[3].probability(of: 3)) - 9 / 15.56) < 1e-6 && steps[3].probability(of: 0) == nil)
  #expect(try Sampler().steps(logits).map(\.title) == ["model"])
  #expect(try Sampler(temperature: 0).steps(logits).last?.choices == [.init(token: 1, probability: 1)])
}

@Test func settingsCanBeChanged() throws {
  var sampler = Sampler(temperature: 0.5)
  sampler.minP = 0.1
  sampler.topK = 4
  #expect(sampler == Sampler(temperature: 0.5, topK: 4, minP: 0.1))
}

/// In single precision, the sum of 200,000 equal probabilities stops growing well before it reaches top-p.
@Test func topPOverAWideVocabularyKeepsTheRightNumber() throws {
  let count = 200_000, logits = [Float](repeating: 0, count: count)
  for p in [0.1, 0.5, 0.9, 0.999] as [Float] {
    let choices = try Sampler(topP: p).choices(logits)
    #expect(abs(choices.count - Int((Double(p) * Double(count)).rounded(.up))) <= 1, "\(p)")
    #expect(choices.map(\.token) == Array(0..<Int32(choices.count)))
  }
}

@Test func temperatureSharpensTheDistribution() throws {
  // At temperature 1/2, probabilities are squared and renormalized: 1, 16, 4 and 9 thirtieths.
  try expectChoices(Sampler(temperature: 0.5), [(1, 16.0 / 30), (3, 9.0 / 30), (2, 4.0 / 30), (0, 1.0 / 30)])
  try expectChoices(Sampler(temperature: 0), [(1, 1)])
  // So small that the logits divided by it would not be finite.
  try expectChoices(Sampler(temperature: .leastNonzeroMagnitude), [(1, 1), (0, 0), (2, 0), (3, 0)])
}

@Test func greedySamplingTakesTheFirstOfEqualLogits() throws {
  #expect(try Sampler(temperature: 0).choices([1, 3, 3]).map(\.token) == [1])
  #expect(try Sampler(topK: 2).choices([1, 3, 3]).map(\.token) == [1, 2])
}

@Test func tokensAreDrawnInProportionToTheirProbability() throws {
  var generator = RandomGenerator(seed: 7)
  var counts = [0.0, 0, 0, 0]
  for _ in 0..<20_000 { counts[Int(try Sampler().draw(logits, using: &generator))] += 1.0 / 20_000 }
  for (count, probability) in zip(counts, [0.1, 0.4, 0.2, 0.3]) { #expect(abs(count - probability) < 0.012) }
}

private let samplers = [
  Sampler(), Sampler(temperature: 0), Sampler(temperature: 0.5), Sampler(topK: 2), Sampler(topP: 0.9),
  Sampler(topK: 2, topP: 0.9), Sampler(minP: 0.1), Sampler(repetitionPenalty: 2),
]

@Test(arguments: [.nan, -.nan, .infinity] as [Float], [0, 1, 2])
func logitsThatAreNotFiniteAreRefused(bad: Float, place: Int) {
  var logits: [Float] = [1, 2, 3], generator = RandomGenerator(seed: 1)
  logits[place] = bad
  for sampler in samplers {
    for problem in [
      #expect(throws: Problem.self) { try sampler.choices(logits) },
      #expect(throws: Problem.self) { try sampler.draw(logits, using: &generator) },
    ] {
      #expect(problem?.kind == .badData && problem?.message.contains("token \(place) has the logit \(bad)") == true)
    }
  }
}

@Test func aLogitOfMinusInfinityMeansNever() throws {
  var generator = RandomGenerator(seed: 2)
  for sampler in samplers {
    #expect(
      try sampler.choices([-.infinity, 0, 0]).first == .init(token: 1, probability: sampler.temperature > 0 ? 0.5 : 1))
    for _ in 0..<100 { #expect(try sampler.draw([-.infinity, 0, 0], using: &generator) > 0) }
    let problem = #expect(throws: Problem.self) { try sampler.draw([-.infinity, -.infinity], using: &generator) }
    #expect(problem?.message.contains("rules out all 2 tokens") == true)
    #expect(throws: Problem.self) { try sampler.choices([]) }
  }
}
