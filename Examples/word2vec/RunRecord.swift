import Console
import Corpora
import Files
import Foundation
import Kernels
import WordVectors

/// What `config.json` holds: all that a run was told, so that it can be understood, repeated and continued.
struct RunRecord: Codable, Equatable {
  /// What decides over the vectors.
  struct Settings: Codable, Equatable {
    let method: Method
    /// How skip-gram and CBOW learn.
    var word2vec: Word2VecOptions?
    /// How GloVe learns.
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

    /// A training from the start.
    func training(_ corpus: WordCorpus) throws -> any WordVectorTraining {
      if let glove { return try GloVeTraining(corpus, glove) }
      try corpus.requireNeighbors()
      let options = word2vec ?? Word2VecOptions()
      return options.objective == .softmax ? SoftmaxTraining(corpus, options) : WindowTraining(corpus, options)
    }

    /// Checks numbers that come from outside.
    func validate() throws {
      guard minimumCount >= 1, (method == .glove) == (glove != nil), (glove == nil) == (word2vec != nil) else {
        throw Problem(.badData, "method, its options or minimum_count are impossible")
      }
      try glove?.validate()
      try word2vec?.validate()
    }
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

  /// Reads the record of a run.
  ///
  /// - Throws: `Problem` of kind `missing` when there is no such run, `badData` when its record is not one.
  init(ofRun folder: String) throws {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw Problem(
        .missing, "there is no run \(folder) to go on with", suggestion: "Leave out --resume to start one.")
    }
    let path = (folder as NSString).appendingPathComponent("config.json")
    self = try readFile(json: Self.self, describing: "a run of this program that can be continued", at: path)
    do {
      try settings.validate()
    } catch let problem as Problem {
      throw Problem(.badData, "\(path): \(problem.message)")
    }
  }
}
