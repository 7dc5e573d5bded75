import Console
import Files
import Foundation
import Tokenizers

extension Splitting: OptionValue {}

/// The options that several commands share, and the folder that holds a tokenizer.
enum TokenizerArguments {
  static let texts = CommonOptions.trainingText()
  static let tokenizer = Option<String>.optional(
    "tokenizer", help: "the folder of a tokenizer, or the file in it (required)", placeholder: "DIR")

  /// The name of the file that a tokenizer is written to.
  static let fileName = "tokenizer.json"

  /// Returns the texts that the user named.
  static func texts(_ parsed: Parsed, _ command: String) throws -> [String] {
    guard !parsed[texts].isEmpty else {
      throw Problem(.usage, "FILE is missing: the text", suggestion: "See tokenizer \(command) --help")
    }
    return parsed[texts]
  }

  /// Returns the path of the tokenizer's file.
  static func path(_ parsed: Parsed) throws -> String {
    guard let asked = parsed[tokenizer] else {
      throw Problem(
        .usage, "--tokenizer is missing: the folder of a tokenizer",
        suggestion: "Train one with: tokenizer train FILE --out DIR")
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: asked, isDirectory: &isFolder), isFolder.boolValue {
      try finishReplacement(in: asked)
    }
    return try tokenizerFile(at: asked)
  }

  /// Reads the tokenizer that the user named.
  static func load(_ parsed: Parsed) throws -> LoadedTokenizer {
    LoadedTokenizer(tokenizer: try readTokenizer(contentsOf: path(parsed)))
  }

  /// Returns the folder to write a tokenizer to, if nothing in it would be lost.
  static func output(_ parsed: Parsed, reading inputs: [String]) throws -> String {
    guard let folder = parsed[CommonOptions.out] else {
      throw Problem(.usage, "--out is missing: the folder to write the tokenizer to")
    }
    try finishReplacement(in: folder)
    _ = try OutputFile.checked((folder as NSString).appendingPathComponent(fileName), parsed, reading: inputs)
    return folder
  }
}
