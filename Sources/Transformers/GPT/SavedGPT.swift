import Files
import Foundation
import Layers
import Tensors
import Tokenizers

/// A trained GPT with its tokenizer, as stored in a run folder.
///
/// A model from elsewhere can have no tokenizer, or one that is not supported here; ``model(in:)`` loads the model
/// alone.
public struct SavedGPT {
  /// The model, with its parameters loaded.
  public let model: GPT
  /// The tokenizer, which converts text to tokens and back.
  public let tokenizer: any Tokenizer

  /// Creates a saved model from a model and its tokenizer.
  public init(model: GPT, tokenizer: any Tokenizer) {
    precondition(
      model.configuration.vocabularySize == tokenizer.vocabularySize, "SavedGPT: the tokenizer is for another model")
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Loads the model and the tokenizer of a run folder.
  ///
  /// - Throws: `Problem` of kind `missing` if this is not a run folder; `badData` with the file's name if one of its
  ///   files is invalid.
  public init(folder: String) throws {
    // The cheapest checks come first.
    let configuration = try Self.configuration(in: folder)
    guard FileManager.default.fileExists(atPath: path("tokenizer.json", in: folder)) else {
      throw Problem(
        .missing, "\(folder) has no tokenizer.json, so its model cannot read or write text",
        suggestion: "Anything that needs no text still works with this model.")
    }
    tokenizer = try readTokenizer(contentsOf: path("tokenizer.json", in: folder))
    guard tokenizer.vocabularySize == configuration.vocabularySize else {
      throw Problem(
        .badData,
        "\(folder): the tokenizer has \(tokenizer.vocabularySize) \(tokenizer.unit)s, but the model has "
          + "\(configuration.vocabularySize)")
    }
    model = try Self.model(configuration, in: folder)
  }

  /// The tokenizer, for what works only with characters.
  ///
  /// - Throws: `Problem` of kind `badData` if the model's tokens are something else.
  public var characters: CharacterTokenizer {
    get throws {
      guard let characters = tokenizer as? CharacterTokenizer else {
        throw Problem(
          .badData, "the model's tokens are not characters, and this works only with those",
          suggestion: "Train a model without \(Problem.setting("tokenizer")).")
      }
      return characters
    }
  }

  /// Loads the model of a run folder, with any tokenizer or none.
  ///
  /// - Throws: the same errors as ``init(folder:)``.
  public static func model(in folder: String) throws -> GPT {
    try model(configuration(in: folder), in: folder)
  }

  /// Checks that a folder's `model.safetensors` holds a model of these sizes, without reading it.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file and the first tensor that is missing, unexpected, or has
  ///   another shape or an unreadable type.
  public static func check(_ configuration: GPTConfiguration, in folder: String) throws {
    let file = try Safetensors(path("model.safetensors", in: folder))
    try configuration.requireBlocks(in: file.names, of: file.path)
    try GPT(configuration).check(file)
  }

  private static func model(_ configuration: GPTConfiguration, in folder: String) throws -> GPT {
    try check(configuration, in: folder)
    let model = GPT(configuration)
    try model.load(from: path("model.safetensors", in: folder))
    return model
  }

  /// The part of `config.json` that describes the model; its other fields are ignored.
  private struct Contents: Decodable {
    let model: GPTConfiguration
  }

  private static func configuration(in folder: String) throws -> GPTConfiguration {
    try requireFiles(["config.json", "model.safetensors"], of: "a GPT", in: folder)
    let file = path("config.json", in: folder)
    let configuration = try readFile(json: Contents.self, describing: "a model", at: file).model
    do {
      try configuration.validate(.badData)
    } catch let problem as Problem {
      throw Problem(.badData, "\(file): \(problem.message)", suggestion: problem.suggestion)
    }
    return configuration
  }
}

private func path(_ name: String, in folder: String) -> String { (folder as NSString).appendingPathComponent(name) }
