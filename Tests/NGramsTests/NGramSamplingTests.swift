import Foundation
import LanguageModels
import NGrams
import Numerics
import Testing
import TestSupport

private let vocabulary = NGramVocabulary(tokenCount: 12)
private let text = stream(randomSentences(vocabulary, count: 150, length: 9), vocabulary)

/// The share of draws of each id after a context.
private func shares(_ model: NGramModel, _ sampler: Sampler, after tokens: [Int32], draws: Int = 20_000) throws
  -> [Double]
{
  var generator = RandomGenerator(seed: 3)
  var shares = [Double](repeating: 0, count: vocabulary.size)
  for _ in 0..<draws {
    try model.generate(after: model.context(after: tokens), count: 1, sampler: sampler, using: &generator) {
      shares[Int($0)] += 1 / Double(draws)
    }
  }
  return shares
}

@Test(arguments: smoothings, [[], [0], [3, 1], [9, 9, 9]] as [[Int32]])
func drawFrequenciesMatchTheModel(smoothing: NGramSmoothing, tokens: [Int32]) throws {
  let model = try NGramModel(sentences: text, vocabulary: vocabulary, order: 4, smoothing: smoothing)
  for temperature in [0.5, 1, 1.5] as [Float] {
    var expected = model.probabilities(after: model.context(after: tokens)).map {
      pow(Double($0), 1 / Double(temperature))
    }
    expected[Int(vocabulary.unknown)] = 0
    let sum = expected.reduce(0, +)
    // Draws from the few tokens that contexts propose, and from the sampler's ranking of all ids; five standard
    // deviations of 20,000 draws are at most 0.018.
    for sampler in [Sampler(temperature: temperature), Sampler(temperature: temperature, topK: vocabulary.size)] {
      let shares = try shares(model, sampler, after: tokens)
      for (share, p) in zip(shares, expected) { #expect(abs(share - p / sum) < 0.018) }
    }
  }
}

@Test(arguments: smoothings)
func samplingEndsInAContextThatKnowsAllTokens(smoothing: NGramSmoothing) throws {
  // Every token and the end come after 0, so only <unk> is left for backing off.
  let vocabulary = NGramVocabulary(tokenCount: 2)
  let model = try NGramModel(
    sentences: stream([[0, 0], [0, 1, 0], [0], [1, 0, 0]], vocabulary), vocabulary: vocabulary, order: 2,
    smoothing: smoothing)
  var generator = RandomGenerator(seed: 1), seen: Set<Int32> = []
  try model.generate(after: model.context(after: [0]), count: 5000, sampler: Sampler(), using: &generator) {
    seen.insert($0)
  }
  #expect(seen == [0, 1, vocabulary.end])
}

@Test func unknownIsDrawnOnlyIfTheTextContainedIt() throws {
  let vocabulary = NGramVocabulary(tokenCount: 2)
  let model = try NGramModel(
    sentences: stream([[0, vocabulary.unknown, 1]], vocabulary), vocabulary: vocabulary, order: 2)
  var generator = RandomGenerator(seed: 1), seen: Set<Int32> = []
  try model.generate(after: model.sentenceStart, count: 500, sampler: Sampler(), using: &generator) { seen.insert($0) }
  #expect(seen == [0, 1, vocabulary.unknown, vocabulary.end])
}

@Test func greedyDrawsTakeTheLikeliestAndStartOverAfterTheEnd() throws {
  let vocabulary = NGramVocabulary(tokenCount: 3)
  let model = try NGramModel(
    sentences: stream([[0, 1, 2], [0, 1, 2], [0, 2]], vocabulary), vocabulary: vocabulary, order: 3,
    smoothing: .wittenBell)
  for seed in 1...3 as ClosedRange<UInt64> {
    var generator = RandomGenerator(seed: seed), tokens: [Int32] = []
    try model.generate(
      after: model.sentenceStart, count: 10, sampler: Sampler(temperature: 0), using: &generator
    ) { tokens.append($0) }
    #expect(tokens == [0, 1, 2, vocabulary.end, 0, 1, 2, vocabulary.end, 0, 1])
  }
}
