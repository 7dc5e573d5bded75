import Console
import Files
import Foundation
import Reports
import Tokenizers
import Transformers

private let adapter = Option<String>.optional(
  "adapter", help: "the folder of a low-rank adapter, as finetune --method lora and PEFT write it (required)",
  placeholder: "DIR")

let mergeCommand = Command(
  "merge", summary: "add a low-rank adapter to the model that it belongs to",
  options: [
    CommonOptions.model, adapter, CommonOptions.out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  guard let adapter = parsed[adapter] else {
    throw Problem(.usage, "--adapter is missing: the folder of the adapter", suggestion: "See char-gpt merge --help")
  }
  let source = try modelFolder(parsed)
  let target = try OutputFolder.chosen(parsed, for: "merge", reading: source)
  let saved = try SavedGPT(folder: source)
  try AdapterFolder(adapter).load(into: saved.model)
  let model = saved.model.merged(), names = ["model.safetensors", "config.json", "tokenizer.json"]
  try replaceFiles(names, in: target) { place in
    try model.save(to: place + "/model.safetensors")
    try saved.tokenizer.save(to: place + "/tokenizer.json")
    try writeFile(
      json: MergedModel(model: model.configuration, base: source, adapter: adapter), to: place + "/config.json")
  }
  if parsed[CommonOptions.json] { return try printJSON(WrittenModel(out: target, parameters: model.parameterCount)) }
  try Terminal.write("\(target): \(Formats.grouped(model.parameterCount)) parameters from \(source) and \(adapter)\n")
}

/// The contents of `config.json` of a merged model.
private struct MergedModel: Encodable {
  let program = "char-gpt \(programVersion)"
  let model: GPTConfiguration
  let base: String
  let adapter: String
}
