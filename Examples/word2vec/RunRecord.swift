import Console
import Foundation
import Kindling

/// What `config.json` holds: all that a run was told, so that it can be understood, repeated and continued.
struct RunRecord: Codable, Equatable {
  /// What decides over the vectors.
  struct Settings: Codable, Equatable {
    let method: Method
    let word2vec: Word2VecOptions
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
    func training(_ corpus: WordCorpus) -> any WordVectorTraining {
      word2vec.objective == .softmax ? SoftmaxTraining(corpus, word2vec) : WindowTraining(corpus, word2vec)
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
      try settings.word2vec.validate()
      guard settings.minimumCount >= 1 else { throw Problem(.badData, "minimum_count is impossible") }
    } catch let problem as Problem {
      throw Problem(.badData, "\(path): \(problem.message)")
    }
  }
}
