import Foundation
import NGrams
import Testing
import TestSupport

private let vocabulary = NGramVocabulary(tokenCount: 20)
private let training = stream(randomSentences(vocabulary, count: 300, length: 12), vocabulary)

@Test(arguments: smoothings)
func evaluationSumsTheSinglePredictions(smoothing: NGramSmoothing) throws {
  let model = try NGramModel(sentences: training, vocabulary: vocabulary, order: 4, smoothing: smoothing)
  var sentences = randomSentences(vocabulary, count: 5000, length: 12, seed: 3)
  for i in sentences.indices where i % 7 == 0 { sentences[i].append(vocabulary.unknown) }
  // Longer than several of the chunks that are evaluated in parallel.
  let text = stream(sentences, vocabulary)
  var loss = 0.0, known = 0.0, tokens = 0, unknown = 0, impossible = 0
  model.forEachPrediction(text) { token, probability, _ in
    loss -= log(Double(probability))
    tokens += 1
    if probability == 0 { impossible += 1 }
    if token == vocabulary.unknown { unknown += 1 } else { known -= log(Double(probability)) }
  }
  let evaluation = model.evaluate(text)
  #expect(evaluation.tokenCount == tokens && tokens == text.count - 5000 && tokens > 1 << 15)
  #expect(evaluation.unknownCount == unknown && unknown == 715)
  #expect(evaluation.impossibleCount == impossible)
  #expect(evaluation.totalLoss == loss || abs(evaluation.totalLoss - loss) < 1e-9 * loss)
  let expected = exp(known / Double(tokens - unknown))
  #expect(
    evaluation.perplexityWithoutUnknown == expected
      || abs(evaluation.perplexityWithoutUnknown - expected) < 1e-9 * expected)
}

@Test func predictionsReportTheOrderTheyCameFrom() throws {
  let vocabulary = NGramVocabulary(tokenCount: 3)
  let model = try NGramModel(sentences: vocabulary.sentence([0, 1, 0, 2]), vocabulary: vocabulary, order: 3)
  var orders: [Int] = []
  model.forEachPrediction(vocabulary.sentence([0, 1, 2, vocabulary.unknown])) { _, _, order in orders.append(order) }
  // 0 after <s>; 1 after <s> 0; 2 alone, because neither 0 1 2 nor 1 2 is known; the unknown token, and the end after
  // it.
  #expect(orders == [2, 3, 1, 1, 1])
}

@Test(arguments: smoothings)
func theRestOfATextIsEvaluatedOnItsTokensAlone(smoothing: NGramSmoothing) throws {
  let model = try NGramModel(sentences: training, vocabulary: vocabulary, order: 3, smoothing: smoothing)
  let text = randomSentences(vocabulary, count: 40, length: 12, seed: 5).flatMap { $0 }
  for start in [0, 1, 2, 150, text.count] {
    var loss = 0.0
    for place in start..<text.count {
      let all = model.probabilities(after: model.context(after: text[max(0, place - 2)..<place])).map(Double.init)
      // Neither the unknown token nor the end of the sentence can occur here.
      let possible = all.reduce(0, +) - all[Int(vocabulary.unknown)] - all[Int(vocabulary.end)]
      let whole = model.isNormalized ? possible : 1 - all[Int(vocabulary.unknown)] - all[Int(vocabulary.end)]
      loss -= log(all[Int(text[place])] / whole)
    }
    let evaluation = model.evaluate(text, from: start)
    #expect(evaluation.tokenCount == text.count - start)
    let expected = loss / Double(max(1, text.count - start))
    #expect(evaluation.loss == expected || abs(evaluation.loss - expected) < 2e-6 * expected)
  }
}

@Test func parametersAreTheProbabilitiesAndBackoffWeights() throws {
  let vocabulary = NGramVocabulary(tokenCount: 3)
  let model = try NGramModel(sentences: vocabulary.sentence([0, 1, 0, 1]), vocabulary: vocabulary, order: 2)
  // The ids 0 to 5, and the pairs <s> 0, 01, 10 and 1 </s>; contexts: the empty one, <s>, 0 and 1.
  #expect(model.parameterCount == 6 + 4 + 4)
}
