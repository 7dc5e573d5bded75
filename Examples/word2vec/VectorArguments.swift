import Console
import Files
import WordVectors

/// The options that choose the vectors, shared by all commands that query them.
enum VectorArguments {
  static let vectors = Option<String>.optional(
    "vectors", help: "use published vectors, not a model: a word2vec file, text or binary, or a GloVe text file",
    placeholder: "FILE")
  static let limit = Option<Int>.optional(
    "limit", help: "read only the first N words of --vectors, which are the most frequent", in: 1...)
  static let count = Option("count", default: 10, help: "how many words to show", in: 1...)

  /// The options that choose the vectors and how to read them.
  static let choice: [any CommandOption] = [CommonOptions.model, vectors, limit, CommonOptions.lossy]

  /// The options of ``choice``, and those for threads and output.
  static let all = choice + [CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]

  /// Loads the vectors that the user named, or those of the latest model.
  static func load(_ parsed: Parsed, _ remarks: Remarks) throws -> WordVectors {
    guard let path = parsed[vectors] else {
      for option in [parsed.isGiven(limit) ? "--limit" : nil, parsed[CommonOptions.lossy] ? "--lossy" : nil] {
        if let option { throw Problem(.usage, "\(option) is for --vectors FILE; a model is read as it is") }
      }
      return try WordVectors(folder: parsed[CommonOptions.model] ?? modelFolders.latest())
    }
    if parsed.isGiven(CommonOptions.model) {
      throw Problem(.usage, "--model and --vectors both choose the vectors; use one of them")
    }
    return try WordVectors(contentsOf: path, limit: parsed[limit], lossy: parsed[CommonOptions.lossy]) {
      remarks.say($0)
    }
  }
}

extension WordVectors {
  /// Returns the number of a word that the user typed. Prints a remark if only its lower-case form is known.
  func find(_ word: String, _ remarks: Remarks) throws -> Int32 {
    let number = try find(word)
    if words[number] != word { remarks.say("\(word) is not in the vocabulary; using \(words[number]) instead") }
    return number
  }
}
