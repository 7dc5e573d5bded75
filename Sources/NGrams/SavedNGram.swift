import Files
import Foundation

/// A trained n-gram model with its tokenizer, saved in a model folder.
///
///     config.json        the kind of tokens and sentences, and the training settings
///     model.ngram        the model
///     tokenizer.json     the characters or words
public struct SavedNGram: Sendable {
  /// The model.
  public let model: NGramModel
  /// How text becomes ids and back.
  public let tokenizer: NGramTokenizer

  /// The names of all files that such a folder can have, the model first.
  public static let fileNames = [
    "model.ngram", "config.json", NGramTokenizer.fileName, NGramTokenizer.formerWordsName,
  ]

  /// The entries of `config.json` that describe the model; others are ignored.
  private struct Configuration: Decodable {
    let level: NGramTokenizer.Level
    let sentences: NGramTokenizer.Sentences
  }

  /// Combines a model with its tokenizer.
  public init(model: NGramModel, tokenizer: NGramTokenizer) {
    require(model.vocabulary == tokenizer.vocabulary, "SavedNGram: the tokenizer belongs to another model")
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Writes the model into a folder, creating it if it is missing. A model that is already there is replaced as a whole;
  /// see ``FolderReplacement``.
  ///
  /// - Parameter configuration: the contents of `config.json`; `level` and `sentences` must be the tokenizer's.
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to folder: String, configuration: some Encodable) throws {
    try replaceFiles(Self.fileNames, in: folder) { place in
      try writeFile(json: configuration, to: Self.path("config.json", place))
      try tokenizer.save(toFolder: place)
      // The model is written last: a folder that has one is complete.
      try model.save(to: Self.path("model.ngram", place))
    }
  }

  /// Loads the model from a folder.
  ///
  /// - Throws: `Problem` of kind `missing` when the folder does not hold an n-gram model, `badData` with the file's
  ///   name when one of its files is malformed.
  public init(folder: String) throws {
    try requireFiles(["config.json", "model.ngram"], of: "an n-gram model", in: folder)
    let configuration = try readFile(
      json: Configuration.self, describing: "an n-gram model", at: Self.path("config.json", folder))
    tokenizer = try NGramTokenizer(folder: folder, level: configuration.level, sentences: configuration.sentences)
    model = try NGramModel(contentsOf: Self.path("model.ngram", folder))
    guard tokenizer.vocabulary == model.vocabulary else {
      throw Problem(
        .badData,
        "\(folder): the vocabulary has \(tokenizer.vocabulary.tokenCount) tokens, but the model has "
          + "\(model.vocabulary.tokenCount)")
    }
  }

  private static func path(_ name: String, _ folder: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }
}
