import Files
import Foundation

/// A trained n-gram model with its tokenizer, as a model folder holds them.
///
///     config.json                          what is a token, what a sentence, and what the training was told
///     model.ngram                          the model
///     vocabulary.txt or tokenizer.json     words or characters
public struct SavedNGram {
  /// The model.
  public let model: NGramModel
  /// How text becomes ids and back.
  public let tokenizer: NGramTokenizer

  /// The names of all files that such a folder may have, the model first.
  public static let fileNames = ["model.ngram", "config.json", "vocabulary.txt", "tokenizer.json"]

  /// What `config.json` must say of the model; whatever else it says is for others.
  private struct Configuration: Decodable {
    let level: NGramTokenizer.Level
    let sentences: NGramTokenizer.Sentences
  }

  /// A model with its tokenizer.
  public init(model: NGramModel, tokenizer: NGramTokenizer) {
    precondition(model.vocabulary == tokenizer.vocabulary, "SavedNGram: the tokenizer is another model's")
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Writes the model into a folder, which is made where it is missing; a model that stood there is removed first.
  ///
  /// - Parameter configuration: what `config.json` holds; `level` and `sentences` must be the tokenizer's.
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to folder: String, configuration: some Encodable) throws {
    try createFolder(folder)
    try removeFiles(Self.fileNames, in: folder)
    try writeFile(json: configuration, to: Self.path("config.json", folder))
    try tokenizer.save(toFolder: folder)
    // The model last: a folder that has one has all.
    try model.save(to: Self.path("model.ngram", folder))
  }

  /// Loads the model of a folder.
  ///
  /// - Throws: `Problem` of kind `missing` when this is not such a folder, `badData` when one of its files is not what it
  ///   should be, with the file's name.
  public init(folder: String) throws {
    try requireFiles(["config.json", "model.ngram"], of: "an n-gram model", in: folder)
    let configuration = try readFile(
      json: Configuration.self, describing: "an n-gram model", at: Self.path("config.json", folder))
    tokenizer = try NGramTokenizer(folder: folder, level: configuration.level, sentences: configuration.sentences)
    model = try NGramModel(contentsOf: Self.path("model.ngram", folder))
    guard tokenizer.vocabulary == model.vocabulary else {
      throw Problem(
        .badData,
        "\(folder): the vocabulary has \(tokenizer.vocabulary.tokenCount) tokens, the model "
          + "\(model.vocabulary.tokenCount)")
    }
  }

  private static func path(_ name: String, _ folder: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }
}
