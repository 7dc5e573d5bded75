import Files
import Foundation
import Tensors
import Tokenizers

/// A folder with a GPT-2 as Hugging Face's transformers read and write it.
///
///     try HuggingFaceFolder("gpt2-here").write(model, tokenizer: tokenizer.huggingFaceJSON())
///     let same = try HuggingFaceFolder("gpt2-here").model()
///
/// In Python, `GPT2LMHeadModel.from_pretrained("gpt2-here")` gives the same scores, but for rounding.
public struct HuggingFaceFolder {
  /// The folder's path.
  public let path: String

  /// The folder at a path, which may not exist yet.
  public init(_ path: String) { self.path = path }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  private func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  // MARK: Reading

  /// The model, read and checked.
  ///
  /// A GPT-2 of any size, with an output layer or without; see ``HuggingFaceNames`` for the names.
  ///
  /// - Parameter remark: receives a line where the model differs from the one in the folder, though not in its scores.
  /// - Throws: `Problem` of kind `missing` when there is no such model, `badData` when it is one that is not known here
  ///   or a file contradicts itself; it names the file, and the field or the tensor.
  public func model(remark: (String) -> Void = { _ in }) throws -> GPT {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw Problem(.missing, "no such folder: \(path)")
    }
    guard has("config.json") else {
      throw Problem(.missing, "\(path) is not a model folder of Hugging Face's: it has no config.json")
    }
    let configuration = try HuggingFaceConfiguration(contentsOf: file("config.json"))
    if let difference = configuration.dropoutDifference { remark("\(file("config.json")): \(difference)") }
    try requireWeights()
    let model = GPT(configuration.model)
    try model.load(huggingFace: Safetensors(file("model.safetensors")), isTied: configuration.isTied)
    return model
  }

  /// Says what to do about weights that stand in other files than the one that is read.
  private func requireWeights() throws {
    if has("model.safetensors") { return }
    let remedy = "In Python, save_pretrained writes it, for a model of any size with max_shard_size=\"100GB\"."
    if has("model.safetensors.index.json") {
      throw Problem(
        .badData, "\(file("model.safetensors.index.json")): the weights are split over several files; only one is read",
        suggestion: remedy)
    }
    if has("pytorch_model.bin") {
      throw Problem(
        .badData, "\(file("pytorch_model.bin")) is not read: weights must be in model.safetensors", suggestion: remedy)
    }
    throw Problem(.missing, "\(path) has no model.safetensors")
  }

  /// What `tokenizer.json` holds; none when there is no such file.
  ///
  /// - Throws: `Problem` of kind `badData` when it is not a tokenizer.
  public func tokenizer() throws -> Data? {
    guard has("tokenizer.json") else { return nil }
    let data = try readFile(file("tokenizer.json"))
    guard isHuggingFaceTokenizer(data) else {
      throw Problem(.badData, "\(file("tokenizer.json")) is not a tokenizer of Hugging Face's")
    }
    return data
  }

  // MARK: Writing

  /// The names of the files of such a folder that say what the model is, its weights first.
  public static let fileNames = [
    "model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json",
    "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
  ]

  /// Writes the folder, in which nothing that counts for the model stands yet.
  ///
  /// The weights come last: a folder without them is seen to be unfinished.
  ///
  /// - Parameter tokenizer: what `tokenizer.json` is to hold; without it the folder has a model alone.
  public func write(_ model: GPT, tokenizer: Data?) throws {
    try createFolder(path)
    try writeFile(HuggingFaceConfiguration(model.configuration).json(), to: file("config.json"))
    if let tokenizer {
      try writeFile(tokenizer, to: file("tokenizer.json"))
      try writeFile(
        """
        {
          "tokenizer_class": "PreTrainedTokenizerFast",
          "clean_up_tokenization_spaces": false,
          "model_max_length": \(model.configuration.contextLength)
        }

        """, to: file("tokenizer_config.json"))
    }
    let tensors = model.huggingFaceTensors()
    try Safetensors.write(tensors.map { ($0.name, $0.shape) }, to: file("model.safetensors")) { tensors[$0].tensor() }
  }
}
