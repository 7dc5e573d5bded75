import Console
import NGrams
import Runs

extension NGramTokenizer.Level: OptionValue {}
extension NGramTokenizer.Sentences: OptionValue {}

/// The smoothing methods, by their names on the command line.
enum SmoothingName: String, CaseIterable, OptionValue, Encodable {
  case kneserNey = "kneser-ney"
  case wittenBell = "witten-bell"
  case addK = "add-k"
  case stupidBackoff = "stupid-backoff"
  case none

  func smoothing(k: Double) -> NGramSmoothing {
    switch self {
    case .kneserNey: .kneserNey
    case .wittenBell: .wittenBell
    case .addK: .addK(k)
    case .stupidBackoff: .stupidBackoff
    case .none: .maximumLikelihood
    }
  }
}

/// The options that several commands share.
enum ModelArguments {
  static let level = Option("level", default: NGramTokenizer.Level.character, help: "what a token is")
  static let sentences = Option<NGramTokenizer.Sentences>.optional(
    "sentences", help: "what a sentence is: line or text (default: line for words, text for characters)")
  static let out = RunOptions.out(suffix: "-ngram")
  static let prompt = Option<String>.optional(
    "prompt", help: "the text to continue (default: the start of a line)", placeholder: "TEXT")

  /// The folders of this program's models.
  static let folders = ModelFolders(program: "ngram", suffix: "-ngram", files: SavedNGram.fileNames)

  /// Loads the model that the user named, or the latest one.
  static func model(_ parsed: Parsed) throws -> SavedNGram {
    try SavedNGram(folder: parsed[CommonOptions.model] ?? folders.latest())
  }
}
