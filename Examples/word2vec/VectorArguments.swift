import Console
import Files
import WordVectors

/// The options that say which vectors a command asks, the same for all of them.
enum VectorArguments {
  static let vectors = Option<String>.optional(
    "vectors", help: "published vectors in place of a model: word2vec's text or binary file, or GloVe's text",
    placeholder: "FILE")
  static let limit = Option<Int>.optional(
    "limit", help: "read only the first N words of --vectors, which are the most frequent", in: 1...)
  static let count = Option("count", default: 10, help: "how many words to show", in: 1...)

  /// Which vectors, and how they are read.
  static let choice: [any CommandOption] = [CommonOptions.model, vectors, limit, CommonOptions.lossy]

  /// Which vectors, how they are read, and what is printed beside the answer.
  static let all = choice + [CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]

  /// The vectors that the user named, or those of the model that was written last.
  static func load(_ parsed: Parsed, _ remarks: Remarks) throws -> WordVectors {
    guard let path = parsed[vectors] else {
      for option in [parsed.isGiven(limit) ? "--limit" : nil, parsed[CommonOptions.lossy] ? "--lossy" : nil] {
        if let option { throw Problem(.usage, "\(option) is for --vectors FILE; a model is read as it is") }
      }
      return try WordVectors(folder: parsed[CommonOptions.model] ?? modelFolders.latest())
    }
    if parsed.isGiven(CommonOptions.model) {
      throw Problem(.usage, "--model and --vectors both say which vectors to ask; give one of them")
    }
    return try WordVectors(contentsOf: path, limit: parsed[limit], lossy: parsed[CommonOptions.lossy]) {
      remarks.say($0)
    }
  }
}

extension WordVectors {
  /// The number of a word of the user's; says so where it is found in lower case only.
  func find(_ word: String, _ remarks: Remarks) throws -> Int32 {
    let number = try find(word)
    if words[number] != word { remarks.say("\(word) is not among the words; \(words[number]) is taken") }
    return number
  }
}
