import Console
import LanguageModels
import Reports
import Transformers

private let prompt = CommonOptions.prompt(default: "a newline")
private let count = CommonOptions.count(default: 10, of: "characters")
private let temperature = CommonOptions.temperature(default: 1)

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
  options: [
    CommonOptions.model, prompt, count, temperature, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let saved = try SavedGPT(folder: modelFolder(parsed))
  let logits = saved.model.nextLogits(after: try promptTokens(parsed[prompt], saved.tokenizer))
  let choices = try Sampler(temperature: parsed[temperature]).choices(logits).prefix(parsed[count])
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
