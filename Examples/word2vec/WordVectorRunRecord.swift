import Console
import Corpora
import Files
import Kernels
import Reports
import Runs

/// The contents of `config.json`. The settings have the names of the options, so the file works with `--config`.
struct WordVectorRunRecord: RunRecord {
  var program = "word2vec \(programVersion)"
  let words: WordSettings
  let training: TrainingSettings
  /// The number of distinct words with vectors.
  let vocabulary: Int
  var threads = Threads.count
  /// The machine that started the run; nil in runs of earlier versions.
  var machine: String? = machineName()
  var text: TextRecord

  /// The record of a new run.
  init(_ words: WordSettings, _ training: TrainingSettings, _ corpus: WordCorpus) {
    (self.words, self.training, vocabulary, text) = (words, training, corpus.vocabulary.count, corpus.record)
  }

  func validate() throws {
    guard words.minimumCount >= 1 else {
      throw Problem(.badData, "minimum_count cannot be \(words.minimumCount)")
    }
    try training.validate()
  }
}

/// The settings that determine which words a run reads.
struct WordSettings: Codable, Equatable {
  let pattern: WordPattern
  /// What a sentence is; nil means that the text's empty lines decide.
  var sentences: WordCorpus.Sentences?
  let minimumCount: Int
  let lossy: Bool

  /// Reads and counts the words of a text: of files, folders, or `-` for standard input.
  func corpus(_ paths: [String]) throws -> WordCorpus {
    try WordCorpus(
      contentsOf: paths, pattern: pattern, sentences: sentences, minimumCount: minimumCount, lossy: lossy)
  }
}

// MARK: - As JSON

extension WordVectorRunRecord {
  private enum CodingKeys: String, CodingKey {
    case program, words, training, vocabulary, threads, machine, text, settings
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    program = try fields.decode(String.self, forKey: .program)
    vocabulary = try fields.decode(Int.self, forKey: .vocabulary)
    threads = try fields.decode(Int.self, forKey: .threads)
    machine = try fields.decodeIfPresent(String.self, forKey: .machine)
    text = try fields.decode(TextRecord.self, forKey: .text)
    if let former = try fields.decodeIfPresent(FormerSettings.self, forKey: .settings) {
      (words, training) = (former.words, former.training)
    } else {
      words = try fields.decode(WordSettings.self, forKey: .words)
      training = try fields.decode(TrainingSettings.self, forKey: .training)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(program, forKey: .program)
    try fields.encode(words, forKey: .words)
    try fields.encode(training, forKey: .training)
    try fields.encode(vocabulary, forKey: .vocabulary)
    try fields.encode(threads, forKey: .threads)
    try fields.encodeIfPresent(machine, forKey: .machine)
    try fields.encode(text, forKey: .text)
  }
}
