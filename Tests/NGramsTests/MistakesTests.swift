import LanguageModels
import NGrams
import Numerics
import Testing

/// Impossible settings and arguments stop the program with a message that names them and their values.
struct MistakesTests {
  @Test(arguments: Mistake.allCases) func mistakesStopTheProgramWithTheirMessage(_ mistake: Mistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
      mistake.make()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: \(mistake.message)\n"), "\(text.prefix(300))")
  }
}

enum Mistake: String, CaseIterable, Codable, Sendable {
  case order, k, length, token, evaluation, tokens, tokensOfContext

  var message: String { lookup.message }
  func make() { lookup.make() }

  private var lookup: (message: String, make: () -> Void) {
    let vocabulary = NGramVocabulary(tokenCount: 2), stream = vocabulary.sentence([0, 1, 0])
    let model = try? NGramModel(sentences: stream, vocabulary: vocabulary, order: 2)
    var generator = RandomGenerator(seed: 1)
    return switch self {
    case .order:
      (
        "NGramModel: order 9 is not in 1...8",
        { _ = try? NGramModel(sentences: stream, vocabulary: vocabulary, order: 9) }
      )
    case .k:
      (
        "NGramModel: add-k with k = nan, not in 2.2250738585072014e-308...1000000000.0",
        { _ = try? NGramModel(sentences: stream, vocabulary: vocabulary, order: 2, smoothing: .addK(.nan)) }
      )
    case .length:
      ("NGramModel: n-grams of 3 tokens in a model of order 2", { _ = model?.count(ofOrder: 3) })
    case .token:
      ("NGramModel: token 9 is not in 5", { _ = model?.context(after: [9]) })
    case .evaluation:
      ("evaluate: from token 3 of 2", { _ = model?.evaluate([0, 1], from: 3) })
    case .tokens:
      (
        "generate: -1 tokens",
        { _ = try? model?.generate(after: [0], count: -1, sampler: Sampler(), using: &generator) { _ in } }
      )
    case .tokensOfContext:
      (
        "generate: -2 tokens",
        {
          if let model {
            try? model.generate(after: model.sentenceStart, count: -2, sampler: Sampler(), using: &generator) { _ in }
          }
        }
      )
    }
  }
}
