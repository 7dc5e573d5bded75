import Files
import Foundation
import Tensors
import Tokenizers

/// A folder with a model, as Hugging Face's transformers library reads and writes it: a GPT-2, a Llama, a Mistral, a
/// Qwen2 or a Qwen3.
///
///     try HuggingFaceFolder("gpt2-here").write(model, tokenizer: tokenizer.huggingFaceJSON())
///     let same = try HuggingFaceFolder("gpt2-here").model()
///
/// In Python, `AutoModelForCausalLM.from_pretrained("gpt2-here")` returns the same logits, up to rounding.
public struct HuggingFaceFolder {
  /// The folder's path.
  public let path: String

  /// Refers to the folder at a path, which does not have to exist yet.
  public init(_ path: String) { self.path = path }

  /// Returns the path of a file in the folder.
  public func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  private func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  // MARK: Reading

  /// Reads and checks the model.
  ///
  /// It can have any size, and come with or without an output layer; see `GPT2Family` and `LlamaFamily` for the names.
  ///
  /// - Parameter remark: receives a one-line message if the model differs from the one in the folder in a way that does
  ///   not change its logits.
  /// - Throws: `Problem` of kind `missing` if there is no such model; `badData` if it is of a kind that is not
  ///   supported here or a file is inconsistent. The message names the file and the field or tensor.
  public func model(remark: (String) -> Void = { _ in }) throws -> GPT {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw Problem(.missing, "no such folder: \(path)")
    }
    try finishReplacement(in: path)
    guard has("config.json") else {
      throw Problem(.missing, "\(path) is not a Hugging Face model folder: it has no config.json")
    }
    let configuration = try HuggingFaceConfiguration(contentsOf: file("config.json"))
    if let difference = configuration.dropoutDifference { remark("\(file("config.json")): \(difference)") }
    let weights = try weights()
    try configuration.model.requireBlocks(in: weights.names, of: weights.path)
    let model = GPT(configuration.model)
    try model.load(huggingFace: weights, configuration.family)
    return model
  }

  /// Opens the weights: `model.safetensors`, or the shards of `model.safetensors.index.json`. If the weights are in other
  /// files, the error says what to do.
  private func weights() throws -> SafetensorsShards {
    if has("model.safetensors") { return SafetensorsShards(try Safetensors(file("model.safetensors"))) }
    if has("model.safetensors.index.json") {
      return try SafetensorsShards(index: file("model.safetensors.index.json"))
    }
    for name in ["pytorch_model.bin", "pytorch_model.bin.index.json"] where has(name) {
      throw Problem(
        .badData, "\(file(name)) is not read: weights must be in model.safetensors",
        suggestion: "In Python, save_pretrained writes model.safetensors.")
    }
    throw Problem(.missing, "\(path) has no model.safetensors")
  }

  /// Returns the contents of `tokenizer.json`; nil if there is no such file.
  ///
  /// - Throws: `Problem` of kind `badData` if it is not a tokenizer.
  public func tokenizer() throws -> Data? {
    guard has("tokenizer.json") else { return nil }
    let data = try readFile(file("tokenizer.json"))
    guard isHuggingFaceTokenizer(data) else {
      throw Problem(.badData, "\(file("tokenizer.json")) is not a Hugging Face tokenizer")
    }
    return data
  }

  // MARK: Writing

  /// The names of the files that define a model in such a folder, starting with its weights.
  public static let fileNames = [
    "model.safetensors", "model.safetensors.index.json", "config.json", "tokenizer.json", "tokenizer_config.json",
    "generation_config.json",
    "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
  ]

  /// Writes the folder, creating it if it is missing. A model that is already there is replaced as a whole; see
  /// ``FolderReplacement``.
  ///
  /// - Parameter tokenizer: the contents of `tokenizer.json`; if nil, only the model is written.
  /// - Returns: the class of the model in transformers.
  /// - Throws: `Problem` of kind `usage` that names the model's parts if transformers has no model with these parts.
  @discardableResult
  public func write(_ model: GPT, tokenizer: Data?) throws -> String {
    let configuration = try HuggingFaceConfiguration(model.configuration)
    try replaceFiles(Self.fileNames, in: path) { place in
      let new = HuggingFaceFolder(place)
      try writeFile(configuration.json(), to: new.file("config.json"))
      if let tokenizer {
        try writeFile(tokenizer, to: new.file("tokenizer.json"))
        try writeFile(
          """
          {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "clean_up_tokenization_spaces": false,
            "model_max_length": \(model.configuration.contextLength)
          }

          """, to: new.file("tokenizer_config.json"))
      }
      let tensors = model.huggingFaceTensors(configuration.family)
      // The weights are written last, so a folder without them is recognizably incomplete.
      try Safetensors.write(tensors.map { ($0.name, $0.tensor.shape) }, to: new.file("model.safetensors")) {
        tensors[$0].tensor.contents()
      }
    }
    return configuration.family.architecture
  }
}
