import Console
import Files
import Foundation
import Reports
import Tokenizers
import Transformers

let exportCommand = Command(
  "export", summary: "write a model as a GPT-2 or Llama for Hugging Face's transformers",
  options: [
    CommonOptions.model, CommonOptions.out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let source = try modelFolder(parsed)
  let target = HuggingFaceFolder(try OutputFolder.chosen(parsed, for: "export", reading: source))
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  remarkOnNetworkAlone(source, remarks)
  let (model, tokenizer) = try modelAndTokenizer(in: source, remarks)
  let architecture = try target.write(model, tokenizer: tokenizer)
  if parsed[CommonOptions.json] {
    return try printJSON(WrittenModel(out: target.path, parameters: model.parameterCount))
  }
  try Terminal.write(
    """
    \(target.path): \(Formats.grouped(model.parameterCount)) parameters from \(source)
    In Python: \(architecture).from_pretrained("\(target.path)")

    """)
}

/// The answer of `export` and `import` with `--json`.
struct WrittenModel: Encodable {
  let out: String
  let parameters: Int
}

/// Returns the model in a folder and its tokenizer in Hugging Face's format, if there is one.
private func modelAndTokenizer(in folder: String, _ remarks: Remarks) throws -> (GPT, Data?) {
  // A tokenizer kept by an import is already in that format.
  if let kept = try? HuggingFaceFolder(folder).tokenizer() { return (try SavedGPT.model(in: folder), kept) }
  guard FileManager.default.fileExists(atPath: HuggingFaceFolder(folder).file("tokenizer.json")) else {
    let model = try SavedGPT.model(in: folder)
    remarks.say("\(folder) has no tokenizer.json, so the model is exported without a tokenizer")
    return (model, nil)
  }
  let saved = try SavedGPT(folder: folder)
  return (saved.model, Data(try huggingFaceJSON(of: saved.tokenizer).utf8))
}

/// Returns a tokenizer in Hugging Face's format. Only a run's character tokenizer has another one.
private func huggingFaceJSON(of tokenizer: any Tokenizer) throws -> String {
  try (tokenizer as? CharacterTokenizer)?.huggingFaceJSON() ?? tokenizer.json()
}
