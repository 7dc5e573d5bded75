import Console
import Files
import Foundation
import WordVectors

/// The options that choose the vectors, shared by all commands that query them.
enum VectorArguments {
  static let vectors = Option<String>.optional(
    "vectors",
    help: "use published vectors, not a model: a word2vec file, text or binary, or a GloVe text file such as those at "
      + PublishedFiles.gloveAddress,
    placeholder: "FILE")
  static let limit = Option<Int>.optional(
    "limit", help: "use only the N most frequent words, which come first (default: all)", in: 1...)
  static let count = CommonOptions.count(default: 10, of: "words")

  /// The options that choose the vectors and how to read them.
  static let choice: [any CommandOption] = [CommonOptions.model, vectors, limit, CommonOptions.lossy]

  /// The options for threads and output.
  static let output: [any CommandOption] = [CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]

  /// The options of ``choice`` and ``output``.
  static let all = choice + output

  /// Returns where the vectors are that the user named, or those of the latest model.
  ///
  /// - Parameter readsText: whether the command reads a text too, to which `--lossy` applies.
  static func source(_ parsed: Parsed, _ remarks: Remarks, readsText: Bool = false) throws -> VectorSource {
    guard let file = parsed[vectors] else {
      if parsed[CommonOptions.lossy], !readsText {
        throw Problem(.usage, "--lossy is for --vectors FILE; the words of a model are always UTF-8")
      }
      return .model(try modelFolders.model(asked: parsed[CommonOptions.model], remarks))
    }
    if parsed.isGiven(CommonOptions.model) {
      throw Problem(.usage, "--model and --vectors both choose the vectors; use one of them")
    }
    if (try? FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType) == .typeDirectory {
      throw Problem(
        .missing, "\(shellQuoted(file)) is a folder; --vectors needs a file",
        suggestion: "If the folder holds a model, use --model \(shellQuoted(file)).")
    }
    return .file(file)
  }

  /// Loads the vectors that the user named, or those of the latest model.
  static func load(_ parsed: Parsed, _ remarks: Remarks) throws -> WordVectors {
    try source(parsed, remarks).load(limit: parsed[limit], lossy: parsed[CommonOptions.lossy], remarks)
  }
}

extension WordVectors {
  /// Returns the number of a word that the user typed. Prints a remark if only its lower-case form is known.
  func find(_ word: String, _ remarks: Remarks) throws -> Int32 {
    let number = try find(word)
    if words[number] != word {
      remarks.say("\(printable(word)) is not in the vocabulary; using \(printable(words[number])) instead")
    }
    return number
  }
}
