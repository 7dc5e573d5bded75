import Files
import Foundation
import Tokenizers

/// A trained GPT with its tokenizer, as a run folder holds them.
///
/// A model that came from elsewhere may have a tokenizer that is not known here, or none; ``model(in:)`` loads it alone.
public struct SavedGPT {
  /// The model, its parameters set.
  public let model: GPT
  /// How text becomes tokens and back.
  public let tokenizer: CharacterTokenizer

  /// A model with its tokenizer.
  public init(model: GPT, tokenizer: CharacterTokenizer) {
    precondition(
      model.configuration.vocabularySize == tokenizer.vocabularySize, "SavedGPT: the tokenizer is another model's")
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Loads the model and the tokenizer of a run folder.
  ///
  /// - Throws: `Problem` of kind `missing` when this is not a run folder, `badData` when one of its files is not what it
  ///   should be, with the file's name.
  public init(folder: String) throws {
    // Of what can be wrong, the quickest to find comes first.
    let configuration = try Self.configuration(in: folder)
    guard FileManager.default.fileExists(atPath: path("tokenizer.json", in: folder)) else {
      throw Problem(
        .missing, "\(folder) has no tokenizer.json, so its model cannot read or write text",
        suggestion: "What needs no text still works with it.")
    }
    tokenizer = try CharacterTokenizer(contentsOf: path("tokenizer.json", in: folder))
    guard tokenizer.vocabularySize == configuration.vocabularySize else {
      throw Problem(
        .badData,
        "\(folder): the tokenizer knows \(tokenizer.vocabularySize) characters, the model \(configuration.vocabularySize)"
      )
    }
    model = try Self.model(configuration, in: folder)
  }

  /// Loads the model of a run folder, whatever its tokenizer is.
  ///
  /// - Throws: as ``init(folder:)`` does.
  public static func model(in folder: String) throws -> GPT {
    try model(configuration(in: folder), in: folder)
  }

  private static func model(_ configuration: GPTConfiguration, in folder: String) throws -> GPT {
    let model = GPT(configuration)
    try model.load(from: path("model.safetensors", in: folder))
    return model
  }

  /// What `config.json` must say of the model; whatever else it says is for others.
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
