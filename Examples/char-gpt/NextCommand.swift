import Console
import LanguageModels
import Reports
import Transformers

private let prompt = Option<String>.optional(
  "prompt", help: "the text so far (default: a newline)", placeholder: "TEXT")
private let count = Option("count", default: 10, help: "number of characters to show", in: 1...)
private let temperature = Option(
  "temperature", default: Float(1), help: "as in sample; 1 is the model's own distribution", in: 0...)

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Candidate: Encodable {
    let token: String
    let probability: Float
  }

  let prompt: String
  let next: [Candidate]
}

let nextCommand = Command(
  "next", summary: "show the most likely next characters",
  options: [CommonOptions.model, prompt, count, temperature, CommonOptions.threads, CommonOptions.json]
) { parsed in
  let saved = try SavedGPT(folder: modelFolder(parsed[CommonOptions.model]))
  let logits = saved.model.nextLogits(after: try promptTokens(parsed[prompt], saved.tokenizer))
  let choices = Sampler(temperature: parsed[temperature]).choices(logits).prefix(parsed[count])
  if parsed[CommonOptions.json] {
    let next = choices.map {
      Answer.Candidate(token: saved.tokenizer.decode([$0.token]), probability: $0.probability)
    }
    return try printJSON(Answer(prompt: parsed[prompt] ?? "", next: next))
  }
  var table = TextTable([.left("next"), .right("probability"), .left("")])
  for choice in choices {
    table.append([
      saved.tokenizer.characters[Int(choice.token)],
      Formats.fixed(Double(choice.probability) * 100, decimals: 2) + " %",
      TextTable.bar(Double(choice.probability), width: 40),
    ])
  }
  try Terminal.write("\(table)\n")
}
