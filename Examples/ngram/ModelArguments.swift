import Console
import Foundation
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
    "sentences", help: "what a sentence is; by default, a line for words and the whole text for characters")
  static let out = RunOptions.out(program: "ngram")
  static let prompt = CommonOptions.prompt(default: "the start of a line")

  /// The folders of this program's models.
  static let folders = ModelFolders(program: "ngram", files: SavedNGram.fileNames)

  /// Loads the model that the user named, or else the latest one, with a remark that names it.
  static func model(_ parsed: Parsed, _ remarks: Remarks) throws -> SavedNGram {
    try SavedNGram(folder: folders.model(asked: parsed[CommonOptions.model], remarks))
  }

  /// Returns the paths of a model's own files: other files can be written into its folder, but these are never replaced.
  static func files(of folder: String, _ names: [String] = SavedNGram.fileNames) -> [String] {
    names.map { (folder as NSString).appendingPathComponent($0) }
  }
}

extension NGramTokenizer {
  /// Returns a token as a script wants it: the character or word itself, or the name of a marker.
  func plainText(of token: Int32) -> String {
    Int(token) < vocabulary.tokenCount ? text(of: token, after: nil) : name(of: token)
  }
}
