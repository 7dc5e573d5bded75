import Console
import LanguageModels
import Reports
import Runs
import Transformers

private let prompt = CommonOptions.prompt(default: "a newline")
private let count = CommonOptions.count(default: 10, of: "tokens")
private let temperature = CommonOptions.temperature(default: 1)

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Candidate: Encodable {
    let id: Int32
    /// The text of the token; a token of bytes that are no character has the replacement character.
    let token: String
    let probability: Float
  }

  /// What is left after a step of the sampler.
  struct Step: Encodable {
    let step: String
    let setting: Float?
    let next: [Candidate]
  }

  let prompt: String
  let next: [Candidate]
  /// The model's probabilities and each step that changes them; nil if there is none.
  let steps: [Step]?
}

let nextCommand = Command(
  "next", summary: "show the most likely next tokens, before and after each step of the sampling",
  options: [
    CommonOptions.models, prompt, count, temperature,
  ] + CommonOptions.filters + [CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let saved = try TextModel(parsed), tokenizer = saved.tokenizer
  let text = try promptTokens(parsed[prompt], tokenizer), limit = parsed[count]
  let steps = try Sampler(parsed, temperature).steps(saved.nextLogits(after: text), after: text)
  if parsed[CommonOptions.json] {
    let answers = steps.map { step in
      let next = step.choices.prefix(limit).map {
        Answer.Candidate(
          id: $0.token, token: String(decoding: tokenizer.bytes(of: $0.token), as: UTF8.self),
          probability: $0.probability)
      }
      return Answer.Step(step: step.step.rawValue, setting: step.setting, next: next)
    }
    return try printJSON(
      Answer(
        prompt: parsed[prompt] ?? "", next: answers.last?.next ?? [], steps: answers.count > 1 ? answers : nil))
  }
  let columns = steps.count > 1 ? steps.map(\.title) : ["probability"]
  var table = TextTable([.left("next")] + columns.map { .right($0) } + [.left("")])
  for choice in steps[0].choices.prefix(limit) {
    let probabilities = steps.map { $0.probability(of: choice.token) }
    table.append(
      [tokenizer.name(of: choice.token)] + probabilities.map { $0.map(percent) ?? "" }
        + [TextTable.bar(Double((probabilities.last ?? nil) ?? 0), width: 40)])
  }
  try Terminal.write("\(table)\n")
}

private func percent(_ probability: Float) -> String { Formats.fixed(Double(probability) * 100, decimals: 2) + " %" }
