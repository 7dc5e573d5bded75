import Console
import Corpora
import Files
import Kernels
import Runs
import WordVectors

/// The contents of `config.json`.
struct WordVectorRunRecord: RunRecord {
  /// The settings that determine the vectors.
  struct Settings: Codable, Equatable {
    let method: Method
    /// The settings of skip-gram and CBOW.
    var word2vec: Word2VecOptions?
    /// The settings of GloVe.
    var glove: GloVeOptions?
    let split: WordCorpus.Split
    let sentences: WordCorpus.Sentences
    let minimumCount: Int
    let lossy: Bool

    /// Reads and counts the words of a text.
    func corpus(_ path: String) throws -> WordCorpus {
      try WordCorpus(
        contentsOf: path, split: split, sentences: sentences, minimumCount: minimumCount, lossy: lossy)
    }

    /// Sets up training from scratch.
    func training(_ corpus: WordCorpus) throws -> any WordVectorTraining {
      if let glove { return try GloVeTraining(corpus, glove) }
      try corpus.requireNeighbors()
      let options = word2vec ?? Word2VecOptions()
      return options.objective == .softmax ? SoftmaxTraining(corpus, options) : WindowTraining(corpus, options)
    }

    /// The unit of the loss: GloVe's is not the logarithm of a probability.
    var lossMeasure: String { method == .glove ? "weighted square" : "nats" }
  }

  var program = "word2vec \(programVersion)"
  let settings: Settings
  let vocabulary: Int
  var threads = Threads.count
  var text: TextRecord

  /// The record of a new run.
  init(_ settings: Settings, _ corpus: WordCorpus) {
    (self.settings, vocabulary, text) = (settings, corpus.vocabulary.count, corpus.record)
  }

  func validate() throws {
    let s = settings
    guard s.minimumCount >= 1, (s.method == .glove) == (s.glove != nil), (s.glove == nil) == (s.word2vec != nil) else {
      throw Problem(.badData, "the options of the method or minimum_count are invalid")
    }
    try s.glove?.validate()
    try s.word2vec?.validate()
  }
}
