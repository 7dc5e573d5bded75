import Corpora
import Tensors
import Testing
import WordVectors

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
  case word2vec, glove, negative, learningRate, window, exponent, batch, counts, vectors, nearest, spellings, secret,
    ranks

  var message: String { lookup.message }
  func make() { lookup.make() }

  private var lookup: (message: String, make: () -> Void) {
    var words = WordVocabulary()
    words.add("word")
    let vectors = WordVectors(words: words, vectors: Tensor([1, 2], [1, 2]))
    var corpus: WordCorpus { try! Realms.corpus(sentences: 20) }
    func word2vec(_ spoil: (inout Word2VecOptions) -> Void) -> Word2VecOptions {
      var options = Word2VecOptions()
      spoil(&options)
      return options
    }
    func glove(_ spoil: (inout GloVeOptions) -> Void) -> GloVeOptions {
      var options = GloVeOptions()
      spoil(&options)
      return options
    }
    return switch self {
    case .word2vec:
      ("Word2Vec: 0 words with 5 dimensions", { _ = Word2Vec(vocabularySize: 0, dimensions: 5) })
    case .glove:
      ("GloVe: 5 words with -1 dimensions", { _ = GloVe(vocabularySize: 5, dimensions: -1) })
    case .negative:
      ("WindowTraining: negative cannot be 0", { _ = WindowTraining(corpus, word2vec { $0.negative = 0 }) })
    case .learningRate:
      (
        "WindowTraining: learning_rate cannot be -0.1",
        { _ = WindowTraining(corpus, word2vec { $0.learningRate = -0.1 }) }
      )
    case .window:
      ("SoftmaxTraining: window cannot be 0", { _ = SoftmaxTraining(corpus, word2vec { $0.window = 0 }) })
    case .exponent:
      ("GloVeTraining: exponent cannot be nan", { _ = try? GloVeTraining(corpus, glove { $0.exponent = .nan }) })
    case .batch:
      ("GloVeTraining: batch_size cannot be 0", { _ = try? GloVeTraining(corpus, glove { $0.batchSize = 0 }) })
    case .counts:
      (
        "GloVe: 1 and 1 words with 1 counts, which must be above 0",
        { _ = GloVe(vocabularySize: 2, dimensions: 3).pairLoss(inputs: [0], outputs: [1], counts: [0], GloVeOptions()) }
      )
    case .vectors:
      (
        "WordVectors: the vectors are not finite",
        { _ = WordVectors(words: words, vectors: Tensor([1, 2], [1, .nan])) }
      )
    case .nearest:
      ("nearest: -1 words", { _ = vectors.nearest(to: 0, count: -1) })
    case .spellings:
      ("nearestSpellings: -1 words", { _ = vectors.nearestSpellings(of: "word", count: -1) })
    case .secret:
      ("GuessingGame: a secret from the first -1 words", { _ = try? GuessingGame(vectors, secretFrom: -1, seed: 1) })
    case .ranks:
      ("ranks: NaN has no rank", { _ = Correlation.ranks([1, .nan]) })
    }
  }
}
