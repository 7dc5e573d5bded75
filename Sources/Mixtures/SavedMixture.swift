import Files
import Foundation
import Tokenizers
import Transformers

/// A GPT with counts and its tokenizer, saved in a folder: the folder of a GPT with one more file.
///
///     config.json          the GPT's
///     model.safetensors    its weights
///     tokenizer.json       the characters
///     counts.mixture       the counted text, and how it is mixed with the network
///     mixture.json         how the mixture was made
public struct SavedMixture {
  /// The mixture.
  public let model: GPTWithCounts
  /// The tokenizer, which converts text to tokens and back.
  public let tokenizer: CharacterTokenizer

  /// The names of the files that only mixtures have, the counts first.
  public static let ownFileNames = [countsName, "mixture.json"]
  /// The names of all files of such a folder.
  public static let fileNames = ownFileNames + ["config.json", "model.safetensors", "tokenizer.json"]
  private static let countsName = "counts.mixture"

  /// Combines a mixture with its tokenizer.
  public init(model: GPTWithCounts, tokenizer: CharacterTokenizer) {
    require(
      model.mixer.tree.tokenCount == tokenizer.vocabularySize, "SavedMixture: the tokenizer is for another model")
    (self.model, self.tokenizer) = (model, tokenizer)
  }

  /// Whether a folder holds a mixture.
  public static func isMixture(_ folder: String) -> Bool { fileType(path(countsName, folder)) != nil }

  /// Loads a mixture; this takes about two seconds per million counted characters.
  ///
  /// - Throws: `Problem` of kind `missing` if the folder has no mixture; `badData` with the file's name if one of its
  ///   files is invalid.
  public init(folder: String) throws {
    try requireFiles(Self.fileNames, of: "a mixture", in: folder)
    let saved = try SavedGPT(folder: folder)
    tokenizer = try saved.characters
    let place = Self.path(Self.countsName, folder)
    model = GPTWithCounts(
      gpt: saved.model, mixer: try ContextMixer(readFile(place), for: tokenizer, name: place))
  }

  /// Writes the mixture into a folder, creating it if it is missing; a mixture that is already there is replaced as a
  /// whole. The network's files are copied.
  ///
  /// - Parameters:
  ///   - source: the folder from which the GPT was loaded.
  ///   - record: the contents of `mixture.json`.
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to folder: String, copying source: String, record: some Encodable) throws {
    let copies = try ["config.json", "model.safetensors", "tokenizer.json"].map { name in
      (name, try readFile(Self.path(name, source)))
    }
    try replaceFiles(Self.fileNames, in: folder) { place in
      for (name, data) in copies { try writeFile(data, to: Self.path(name, place)) }
      try writeFile(json: record, to: Self.path("mixture.json", place))
      try writeFile(model.mixer.fileContents, to: Self.path(Self.countsName, place))
    }
  }

  private static func path(_ name: String, _ folder: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }
}

extension ContextMixer {
  /// Reads the mixer of a tokenizer's characters from the contents of a file; `name` is the file's name in messages.
  package convenience init(_ data: Data, for tokenizer: CharacterTokenizer, name: String) throws {
    try self.init(data, codes: tokenizer.vocabulary.map { Array(String($0).utf8) }, name: name)
  }
}
