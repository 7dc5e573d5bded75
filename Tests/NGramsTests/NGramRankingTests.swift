import Kernels
import LanguageModels
import Numerics
import Testing
import TestSupport

@testable import NGrams

private let vocabulary = NGramVocabulary(tokenCount: 90)
private let text = stream(randomSentences(vocabulary, count: 300, length: 12), vocabulary)

/// The choices of the general sampler, from the logarithms of all probabilities.
private func choices(_ model: NGramModel, _ context: NGramContext, _ sampler: Sampler) -> [Sampler.Choice] {
  var logits = model.probabilities(after: context).map { Kernels.log($0) }
  if !model.writesUnknown { logits[Int(model.vocabulary.unknown)] = -.infinity }
  return sampler.choices(logits).filter { $0.probability > 0 }
}

@Test(arguments: smoothings)
func rankingMatchesTheGeneralSampler(smoothing: NGramSmoothing) throws {
  let model = try NGramModel(sentences: text, vocabulary: vocabulary, order: 4, smoothing: smoothing)
  var values = RandomValues(seed: 11)
  for temperature in [0, 0.25, 0.8, 1, 1.7] as [Float] {
    for (topK, topP) in [(nil, nil), (1, nil), (7, nil), (500, nil), (nil, 0.2931), (nil, 0.9137), (12, 0.7111)]
      as [(Int?, Float?)]
    {
      let sampler = Sampler(temperature: temperature, topK: topK, topP: topP)
      var ranking = NGramRanking(model, sampler)
      for _ in 0..<20 {
        // From the text, where contexts are known, or at random.
        let start = Int(values.next() % UInt64(text.count - 4))
        let tokens = values.next() % 4 == 0 ? [Int32(values.next() % 90)] : Array(text[start..<start + 3])
        let context = model.context(after: tokens), found = ranking.choices(after: context)
        let expected = choices(model, context, sampler)
        // No sum of ratios of counts falls on these top-p values.
        #expect(found.count == expected.count, "\(sampler)")
        for (a, b) in zip(found, expected) {
          #expect(abs(a.probability - b.probability) < 1e-5)
          // Tokens that are equal up to rounding of the powers can swap places.
          if a.token != b.token {
            let p = model.probability(of: a.token, after: context).value
            #expect(abs(p / model.probability(of: b.token, after: context).value - 1) < 1e-5)
          }
        }
      }
    }
  }
}

@Test(arguments: smoothings)
func rankedDrawsMatchTheGeneralSampler(smoothing: NGramSmoothing) throws {
  let model = try NGramModel(sentences: text, vocabulary: vocabulary, order: 3, smoothing: smoothing)
  for sampler in [
    Sampler(topK: 10), Sampler(temperature: 0.8, topK: 10), Sampler(topP: 0.8713), Sampler(temperature: 0),
  ] {
    var one = RandomGenerator(seed: 4), other = one, context = model.sentenceStart
    var ranking = NGramRanking(model, sampler), different = 0
    for _ in 0..<1000 {
      var logits = model.probabilities(after: context).map { Kernels.log($0) }
      if !model.writesUnknown { logits[Int(vocabulary.unknown)] = -.infinity }
      let token = ranking(after: context, using: &one), expected = sampler.draw(logits, using: &other)
      if token != expected { different += 1 }
      model.read(token, &context)
    }
    // They differ if a draw falls on the border between two tokens.
    #expect(different < 5)
  }
}
