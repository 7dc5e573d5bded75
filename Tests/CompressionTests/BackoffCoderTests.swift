import Foundation

import Testing
import TestSupport

@testable import Compression
@testable import NGrams

@Test(arguments: normalized.filter { $0.backoff == .shorterContext }, [1, 2, 4])
func codingCostsWhatTheModelPredicts(smoothing: NGramSmoothing, order: Int) throws {
  let vocabulary = NGramVocabulary(tokenCount: 300)
  let model = try NGramModel(
    sentences: stream(randomSentences(vocabulary, count: 400, length: 12), vocabulary), vocabulary: vocabulary,
    order: order, smoothing: smoothing)
  // Other sentences, without the markers that bytes do not need.
  let tokens = stream(randomSentences(vocabulary, count: 100, length: 12, seed: 6), vocabulary).filter {
    $0 != vocabulary.start && $0 != vocabulary.unknown
  }
  let coder = BackoffCoder(model, endsLines: true)
  var encoder = ArithmeticEncoder()
  let probabilities = tokens.map { coder.encode($0, &encoder) }
  let bytes = encoder.finish()

  var context = model.sentenceStart
  for (token, probability) in zip(tokens, probabilities) {
    #expect(probability == Double(model.probability(of: token, after: context).value))
    model.read(token, &context)
  }
  if smoothing != .maximumLikelihood {
    let ideal = -probabilities.reduce(0) { $0 + log2($1) } / 8
    #expect(abs(Double(bytes.count) - ideal) < 2 + ideal / 1000, "\(bytes.count), \(ideal)")
  }
  var decoder = ArithmeticDecoder(bytes)
  coder.begin(length: 0)
  #expect(tokens.map { _ in coder.decode(&decoder) } == tokens && !decoder.isExhausted)
}

@Test func codingContinuesAfterAnUnknownToken() throws {
  let vocabulary = NGramVocabulary(tokenCount: 20)
  let model = try NGramModel(
    sentences: stream(randomSentences(vocabulary, count: 50, length: 9), vocabulary), vocabulary: vocabulary, order: 3)
  let coder = BackoffCoder(model, endsLines: false)
  var encoder = ArithmeticEncoder()
  for token in Int32(0)..<20 {
    _ = coder.encode(token, &encoder)
    coder.acceptUnknown()
    _ = coder.encode(19 - token, &encoder)
  }
  var decoder = ArithmeticDecoder(encoder.finish())
  coder.begin(length: 0)
  for token in Int32(0)..<20 {
    #expect(coder.decode(&decoder) == token)
    coder.acceptUnknown()
    #expect(coder.decode(&decoder) == 19 - token)
  }
}

@Test func anyBytesDecodeToValidTokens() throws {
  let vocabulary = NGramVocabulary(tokenCount: 20)
  let model = try NGramModel(
    sentences: stream(randomSentences(vocabulary, count: 50, length: 9), vocabulary), vocabulary: vocabulary, order: 3)
  for seed in 0..<100 {
    var values = RandomValues(seed: UInt64(seed))
    var decoder = ArithmeticDecoder((0..<40).map { _ in seed == 0 ? 0xFF : UInt8(truncatingIfNeeded: values.next()) })
    let coder = BackoffCoder(model, endsLines: false)
    while !decoder.isExhausted { #expect((0..<Int32(vocabulary.size)).contains(coder.decode(&decoder))) }
  }
}

@Test func probabilitiesThatSumToMoreThanOneStillRoundTrip() throws {
  // A file from elsewhere can have these: five ids, each with probability 1.
  let vocabulary = NGramVocabulary(tokenCount: 2)
  let model = NGramModel(
    vocabulary: vocabulary, order: 1, backoff: .shorterContext, tokens: [-1, 0, 1, 2, 3, 4],
    probabilities: [0.25, 1, 1, 1, 1, 1], backoffWeights: [1], firstChildren: [1, 6], levelStarts: [0, 1, 6])
  let coder = BackoffCoder(model, endsLines: true)
  let tokens: [Int32] = [0, 1, 4, 4, 1, 0, 0, 0, 1, 1]
  var encoder = ArithmeticEncoder()
  for token in tokens { _ = coder.encode(token, &encoder) }
  var decoder = ArithmeticDecoder(encoder.finish())
  #expect(tokens.map { _ in coder.decode(&decoder) } == tokens)
}
