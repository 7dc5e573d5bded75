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
    for path in Self.fileNames.map({ Self.path($0, folder) }) where FileManager.default.fileExists(atPath: path) {
      do {
        try FileManager.default.removeItem(atPath: path)
      } catch {
        throw Problem(.cannotCreate, "cannot remove \(path)")
      }
    }
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
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw Problem(.missing, "no such model folder: \(folder)", suggestion: "Train one first, with --out \(folder).")
    }
    for name in ["config.json", "model.ngram"]
    where !FileManager.default.fileExists(atPath: Self.path(name, folder)) {
      throw Problem(
        .missing, "\(folder) is not a folder of an n-gram model: it has no \(name)",
        suggestion: "ngram train writes such a folder; name it with --model.")
    }
    let path = Self.path("config.json", folder), contents = try readFile(path)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let configuration = try? decoder.decode(Configuration.self, from: contents) else {
      throw Problem(.badData, "\(path) does not describe an n-gram model")
    }
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
