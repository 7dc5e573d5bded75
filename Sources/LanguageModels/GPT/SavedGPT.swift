import Corpora
import Files
import Foundation

/// A trained GPT with its tokenizer, as a run folder holds them.
public struct SavedGPT {
  /// The model, its parameters set.
  public let model: GPT
  /// How text becomes tokens and back.
  public let tokenizer: CharacterTokenizer

  /// What `config.json` must say of the model; whatever else it says is for others.
  private struct Configuration: Decodable {
    let model: GPTConfiguration
  }

  /// A model with its tokenizer.
  public init(model: GPT, tokenizer: CharacterTokenizer) {
    precondition(
      model.configuration.vocabularySize == tokenizer.vocabularySize, "SavedGPT: the tokenizer is another model's")
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Loads the model of a run folder.
  ///
  /// - Throws: `Problem` of kind `missing` when this is not a run folder, `badData` when one of its files is not what it
  ///   should be, with the file's name.
  public init(folder: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw Problem(.missing, "no such model folder: \(folder)", suggestion: "Train one first, with --out \(folder).")
    }
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    for name in ["config.json", "tokenizer.json", "model.safetensors"]
    where !FileManager.default.fileExists(atPath: path(name)) {
      throw Problem(
        .missing, "\(folder) is not a model folder: it has no \(name)",
        suggestion: "A training run writes such a folder; name it with --model.")
    }
    let configuration: GPTConfiguration
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      configuration = try decoder.decode(Configuration.self, from: readFile(path("config.json"))).model
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(.badData, "\(path("config.json")) does not describe a model")
    }
    try configuration.validate(.badData)
    tokenizer = try CharacterTokenizer(contentsOf: path("tokenizer.json"))
    guard tokenizer.vocabularySize == configuration.vocabularySize else {
      throw Problem(
        .badData,
        "\(folder): the tokenizer knows \(tokenizer.vocabularySize) characters, the model \(configuration.vocabularySize)"
      )
    }
    model = GPT(configuration)
    try model.load(from: path("model.safetensors"))
  }
}
