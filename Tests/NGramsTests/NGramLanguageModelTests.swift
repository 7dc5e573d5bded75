import Files
import Kernels
import LanguageModels
import Numerics
import Testing
import TestSupport

@testable import NGrams

private let vocabulary = NGramVocabulary(tokenCount: 90)
private let text = stream(randomSentences(vocabulary, count: 300, length: 12), vocabulary)

private func model(_ smoothing: NGramSmoothing, order: Int = 3) throws -> NGramModel {
  try NGramModel(sentences: text, vocabulary: vocabulary, order: order, smoothing: smoothing)
}

@Test(arguments: normalized)
func logitsAreLogarithmsOfTheProbabilities(smoothing: NGramSmoothing) throws {
  let model = try model(smoothing)
  for tokens in [[], [3], [4, 0, 1], Array(text[5..<9])] as [[Int32]] {
    let logits = model.nextLogits(after: tokens),
      probabilities = model.probabilities(after: model.context(after: tokens))
    #expect(logits == probabilities[..<90].map { Kernels.log($0) })
  }
}

/// Every sampler that needs all logits draws what the common sampler draws from them.
@Test(arguments: smoothings)
func samplersDrawFromTheLogits(smoothing: NGramSmoothing) throws {
  let model = try model(smoothing)
  for sampler in [
    Sampler(topK: 10), Sampler(temperature: 0.8, topK: 10), Sampler(topP: 0.8713), Sampler(temperature: 0),
    Sampler(temperature: 0.1),
  ] {
    var one = RandomGenerator(seed: 4), other = one, context = model.sentenceStart
    try model.generate(after: context, count: 200, sampler: sampler, using: &one) { token in
      var logits = model.probabilities(after: context).map { Kernels.log($0) }
      if !model.writesUnknown { logits[Int(vocabulary.unknown)] = -.infinity }
      let expected = try sampler.draw(logits, using: &other)
      #expect(token == expected)
      model.read(token, &context)
    }
  }
}

@Test(arguments: [Sampler(), Sampler(topK: 5), Sampler(temperature: 0)])
func generatedTextHasTheRequestedTokensAndNoMarkers(sampler: Sampler) throws {
  let model = try model(.kneserNey)
  var generator = RandomGenerator(seed: 6)
  let tokens = try model.generate(after: [1], count: 2000, sampler: sampler, using: &generator)
  #expect(tokens.count == 2000 && tokens.allSatisfy { (0..<90).contains($0) })
}

@Test func tokensAreEquallyLikelyWhereTheModelRulesAllOut() throws {
  let vocabulary = NGramVocabulary(tokenCount: 3)
  let model = try NGramModel(
    sentences: vocabulary.sentence([0, 1]), vocabulary: vocabulary, order: 2, smoothing: .maximumLikelihood)
  #expect(model.nextLogits(after: [0])[1] > -.infinity && model.nextLogits(after: [0])[0] == -.infinity)
  // Only the end of the sentence followed 1.
  #expect(model.nextLogits(after: [1]) == [0, 0, 0])
}

/// A damaged file can hold backoff weights whose products overflow.
@Test(arguments: [Float.infinity, .nan]) func aModelWhoseNumbersAreNotFiniteIsRefused(bad: Float) throws {
  let vocabulary = NGramVocabulary(tokenCount: 2)
  let whole = try NGramModel(
    sentences: vocabulary.sentence([0, 1]), vocabulary: vocabulary, order: 2, smoothing: .kneserNey)
  let model = NGramModel(
    vocabulary: vocabulary, order: 2, backoff: whole.backoff, tokens: whole.tokens,
    probabilities: whole.probabilities, backoffWeights: whole.backoffWeights.map { _ in bad },
    firstChildren: whole.firstChildren, levelStarts: whole.levelStarts)
  for sampler in [Sampler(), Sampler(temperature: 0), Sampler(topK: 1), Sampler(topP: 0.5), Sampler(temperature: 0.1)] {
    var generator = RandomGenerator(seed: 1)
    let problem = #expect(throws: Problem.self, "\(sampler)") {
      try model.generate(after: [0], count: 3, sampler: sampler, using: &generator)
    }
    #expect(problem?.kind == .badData && problem?.message.contains("not finite") == true)
  }
}

@Test func generationStopsWhereOnlyEndsFollow() throws {
  let vocabulary = NGramVocabulary(tokenCount: 2)
  let model = try NGramModel(
    sentences: vocabulary.sentence([]), vocabulary: vocabulary, order: 2, smoothing: .maximumLikelihood)
  var generator = RandomGenerator(seed: 6)
  #expect(try model.generate(after: [], count: 5, sampler: Sampler(), using: &generator).isEmpty)
}
