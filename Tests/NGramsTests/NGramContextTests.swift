import LanguageModels
import NGrams
import Testing
import TestSupport

private let vocabulary = NGramVocabulary(tokenCount: 60)
private let text = stream(randomSentences(vocabulary, count: 400, length: 15), vocabulary)

/// Contexts of random tokens, most of which are only partly in the text, and of passages of the text.
private func contexts(_ count: Int) -> [[Int32]] {
  var values = RandomValues(seed: 11)
  return (0..<count).map { i in
    let length = Int(values.next() % 7)
    if i % 2 == 0 { return values.ids(length, below: vocabulary.tokenCount + 1) }
    let start = Int(values.next() % UInt64(text.count - 8))
    return Array(text[start..<start + length])
  }
}

@Test(arguments: normalized, [1, 2, 3, 5])
func probabilitiesSumToOne(smoothing: NGramSmoothing, order: Int) throws {
  let model = try NGramModel(sentences: text, vocabulary: vocabulary, order: order, smoothing: smoothing)
  #expect(model.isNormalized)
  for tokens in contexts(1000) {
    let probabilities = model.probabilities(after: model.context(after: tokens))
    #expect(probabilities.allSatisfy { $0 >= 0 } && probabilities[Int(vocabulary.start)] == 0)
    let sum = probabilities.reduce(0.0) { $0 + Double($1) }
    #expect(abs(sum - 1) < 1e-6, "after \(tokens)")
  }
}

@Test func stupidBackoffDoesNotClaimToBeNormalized() throws {
  let model = try NGramModel(sentences: text, vocabulary: vocabulary, order: 3, smoothing: .stupidBackoff)
  let sums = contexts(100).map { model.probabilities(after: model.context(after: $0)).reduce(0, +) }
  #expect(!model.isNormalized && sums.contains { abs($0 - 1) > 0.1 })
}

@Test(arguments: smoothings)
func theWholeDistributionMatchesSingleLookupsBitForBit(smoothing: NGramSmoothing) throws {
  let model = try NGramModel(sentences: text, vocabulary: vocabulary, order: 4, smoothing: smoothing)
  for tokens in contexts(200) {
    let context = model.context(after: tokens)
    let single = (0..<Int32(vocabulary.size)).map { model.probability(of: $0, after: context).value }
    expectSameBits(actual: model.probabilities(after: context), expected: single, "after \(tokens)")
  }
}

@Test func onlyTheLastTokensOfAContextMatter() throws {
  let model = try NGramModel(sentences: text, vocabulary: vocabulary, order: 3)
  #expect(model.context(after: [1, 2, 3, 4]) == model.context(after: [3, 4]))
  #expect(model.context(after: [1, 2]) != model.context(after: [3, 2]))
  #expect(model.context(after: [5, vocabulary.end]) == model.sentenceStart)
  #expect(model.emptyContext.length == 0 && model.sentenceStart.length == 1)
}

@Test(arguments: smoothings)
func modelAndEvaluationAreTheSameOnAnyThreadCount(smoothing: NGramSmoothing) throws {
  func outcome(_ threads: Int) throws -> (NGramModel, Evaluation) {
    try onThreads(threads) {
      let long = stream(randomSentences(vocabulary, count: 4000, length: 15, seed: 8), vocabulary)
      let model = try NGramModel(sentences: long, vocabulary: vocabulary, order: 4, smoothing: smoothing)
      return (model, model.evaluate(text + long))
    }
  }
  let one = try outcome(1)
  for threads in [2, 3, 7] { #expect(try outcome(threads) == one) }
}
