import Files
import Foundation
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
    Sampler(temperature: 0.1), Sampler(minP: 0.1), Sampler(repetitionPenalty: 1.5),
    Sampler(temperature: 1.2, topK: 60, topP: 0.95, minP: 0.02, repetitionPenalty: 1.2),
  ] {
    var one = RandomGenerator(seed: 4), other = one, context = model.sentenceStart, text: [Int32] = [3, 7]
    try model.generate(after: context, of: text, count: 200, sampler: sampler, using: &one) { token in
      var logits = model.probabilities(after: context).map { Kernels.log($0) }
      if !model.writesUnknown { logits[Int(vocabulary.unknown)] = -.infinity }
      let expected = try sampler.draw(logits, after: text, using: &other)
      #expect(token == expected)
      text.append(token)
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

@Test(arguments: normalized) func aReaderFollowsTheText(smoothing: NGramSmoothing) throws {
  let model = try model(smoothing, order: 4), reader = model.reader(), tokens: [Int32] = [5, 1, 88, 3, 3, 7]
  #expect(reader.begin(Array(tokens[..<2])) == model.nextLogits(after: Array(tokens[..<2])))
  #expect(reader.append([9, 9]).count == 180 && reader.room == .max)
  reader.removeLast(2)
  let expected = (3...6).flatMap { model.nextLogits(after: Array(tokens[..<$0])) }
  #expect(reader.append(Array(tokens[2...])) == expected)
}

@Test func onlyTheLastTokensOfATextMatter() throws {
  let model = try model(.kneserNey, order: 3), tokens: [Int32] = [5, 1, vocabulary.end, 3, 7, 8]
  for end in 0...6 {
    let probabilities = model.probabilities(after: model.context(after: tokens[..<end]))
    #expect(model.nextLogits(after: Array(tokens[..<end])) == probabilities[..<90].map { Kernels.log($0) })
  }
}

@Test func aTextCanEndEarly() throws {
  let model = try model(.kneserNey)
  for sampler in [Sampler(), Sampler(topK: 5)] {
    var generator = RandomGenerator(seed: 6), count = 0
    try model.generate(after: [1], count: 100, sampler: sampler, using: &generator) { _ in
      count += 1
      if count == 5 { throw EndOfText() }
    }
    try model.generate(after: model.sentenceStart, count: 100, sampler: sampler, using: &generator) { _ in
      count += 1
      if count == 9 { throw EndOfText() }
    }
    #expect(count == 9)
  }
}

/// The common beam search works on any model.
@Test func beamsOfAnNGramModelHaveItsProbabilities() throws {
  let model = try model(.wittenBell)
  let beams = try model.beamSearch(after: [4, 2], count: 5, width: 10)
  #expect(beams.count == 10 && beams == beams.sorted { $0.logProbability > $1.logProbability })
  for beam in beams {
    let sum = beam.tokens.indices.reduce(0.0) { sum, i in
      let logits = model.nextLogits(after: [4, 2] + beam.tokens[..<i])
      // The logits are logarithms, but those of the markers are not among them.
      let total = logits.reduce(0.0) { $0 + Foundation.exp(Double($1)) }
      return sum + Double(logits[Int(beam.tokens[i])] - Kernels.log(Float(total)))
    }
    #expect(abs(sum - beam.logProbability) < 1e-4)
  }
}
