import Console
import Files
import Foundation
import Mixtures
import Reports
import Tokenizers
import Transformers

private let folder = Argument(
  "FOLDER", help: "the folder of a GPT-2, Llama, Mistral or Qwen with config.json and model.safetensors")

/// The names of all files in an imported model's folder, the weights first.
private let modelFiles = ["model.safetensors", "config.json", "tokenizer.json"] + SavedMixture.ownFileNames

/// The contents of an imported model's `config.json`.
private struct ImportRecord: Encodable {
  let program = "char-gpt \(programVersion)"
  let model: GPTConfiguration
  let importedFrom: String
}

let importCommand = Command(
  "import", summary: "create a model folder from a Hugging Face GPT-2 or Llama", arguments: [folder],
  options: [CommonOptions.out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let source = HuggingFaceFolder(parsed[folder])
  let out = try OutputFolder.chosen(parsed, for: "import", reading: source.path)
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  // Everything is read and checked before the folder is created.
  let model = try source.model { remarks.say($0) }
  let (tokenizer, isText) = try tokenizer(of: source, vocabularySize: model.configuration.vocabularySize, remarks)
  try replaceFiles(modelFiles, in: out) { place in
    func file(_ name: String) -> String { (place as NSString).appendingPathComponent(name) }
    try writeFile(json: ImportRecord(model: model.configuration, importedFrom: source.path), to: file("config.json"))
    if let tokenizer { try writeFile(tokenizer, to: file("tokenizer.json")) }
    try model.save(to: file("model.safetensors"))
  }
  if parsed[CommonOptions.json] {
    try printJSON(WrittenModel(out: out, parameters: model.parameterCount))
  } else {
    try Terminal.write("\(out): \(Formats.grouped(model.parameterCount)) parameters from \(source.path)\n")
  }
  remarks.suggest(["swift run char-gpt \(isText ? "sample" : "parameters") --model \(shellQuoted(out))"])
}

/// Returns the contents of `tokenizer.json`, a character tokenizer in our format or another tokenizer in Hugging Face's,
/// and whether the model can read and write text with it.
private func tokenizer(of source: HuggingFaceFolder, vocabularySize: Int, _ remarks: Remarks) throws -> (
  Data?, isText: Bool
) {
  let path = source.file("tokenizer.json")
  let textless = "parameters, logits and export work; sample, next and evaluate do not"
  let data = try source.tokenizer()
  let hasPair = ["vocab.json", "merges.txt"].allSatisfy { fileType(source.file($0)) != nil }
  guard data != nil || hasPair else {
    remarks.say("\(source.path) has no tokenizer.json: \(textless)")
    return (nil, false)
  }
  let tokenizer: any Tokenizer
  do {
    tokenizer = try readTokenizer(contentsOf: data == nil ? source.path : path)
  } catch let problem as Problem where data != nil {
    remarks.say("\(problem.message); the file is kept unchanged but cannot be used: \(textless)")
    return (data, false)
  }
  let count = tokenizer.vocabularySize
  guard count <= vocabularySize else {
    throw Problem(
      .badData,
      "the tokenizer of \(source.path) has \(count) \(tokenizer.unit)s, but the model has \(vocabularySize) tokens")
  }
  guard count == vocabularySize else {
    // Some models have rows for tokens that no tokenizer uses; what they would write is nothing.
    remarks.say(
      "the tokenizer of \(source.path) has \(count) tokens and the model \(vocabularySize); the file is kept unchanged "
        + "but cannot be used: \(textless)")
    return (data, false)
  }
  let isOurs = tokenizer is CharacterTokenizer || data == nil
  return (isOurs ? Data(try tokenizer.json().utf8) : data, true)
}
