import Console
import Kernels
import LanguageModels
import NGrams
import Reports
import Runs

private let count = CommonOptions.count(default: 10, of: "tokens")
private let temperature = CommonOptions.temperature(default: 1)

/// A token that can come next.
private struct Candidate: Encodable {
  /// Its name in the table.
  let name: String
  let token: String
  var probability: Float?
  /// Replaces the probability if the model returns scores instead.
  var score: Float?
  /// The length of the n-gram behind the value.
  let order: Int

  private enum CodingKeys: CodingKey { case token, probability, score, order }

  var value: Double { Double(probability ?? score ?? 0) }
}

/// The answer with `--json`.
private struct Answer: Encodable {
  /// What is left after a step of the sampler.
  struct Step: Encodable {
    let step: String
    let setting: Float?
    let next: [Candidate]
  }

  let prompt: String
  let next: [Candidate]
  /// The model's probabilities and each step that changes them; nil if there is none.
  var steps: [Step]?
}

let nextCommand = Command(
  "next",
  summary: "show the most likely next tokens, the order of the n-gram behind each, and what the steps of the sampling "
    + "leave",
  options: [
    CommonOptions.model, ModelArguments.prompt, count, temperature,
  ] + CommonOptions.filters + [CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let saved = try ModelArguments.model(parsed, remarks)
  let (text, context) = promptContext(saved, parsed[ModelArguments.prompt], remarks)
  let sampler = Sampler(parsed, temperature)
  // Without a step, the model's own values, to the last digit.
  if sampler == Sampler() {
    let candidates = ownCandidates(saved, context).prefix(parsed[count])
    if parsed[CommonOptions.json] {
      return try printJSON(Answer(prompt: parsed[ModelArguments.prompt] ?? "", next: Array(candidates)))
    }
    return try Terminal.write("\(table(Array(candidates)))\n")
  }
  let steps = try steps(saved, context, sampler, text)
  if parsed[CommonOptions.json] {
    let answers = steps.map { step in
      Answer.Step(
        step: step.step.rawValue, setting: step.setting,
        next: step.choices.prefix(parsed[count]).map { candidate($0.token, $0.probability, saved, context) })
    }
    return try printJSON(
      Answer(prompt: parsed[ModelArguments.prompt] ?? "", next: answers.last?.next ?? [], steps: answers))
  }
  var table = TextTable(
    [.left("next"), .right("order")] + steps.map { .right($0.title) } + [.left("")])
  for choice in (steps.first?.choices ?? []).prefix(parsed[count]) {
    let probabilities = steps.map { $0.probability(of: choice.token) }
    let candidate = candidate(choice.token, choice.probability, saved, context)
    table.append(
      [candidate.name, String(candidate.order)] + probabilities.map { $0.map { percent(Double($0)) } ?? "" }
        + [TextTable.bar(Double((probabilities.last ?? nil) ?? 0), width: 40)])
  }
  try Terminal.write("\(table)\n")
}

private func percent(_ probability: Double) -> String { Formats.fixed(probability * 100, decimals: 2) + " %" }

private func table(_ candidates: [Candidate]) -> TextTable {
  let isScore = candidates.contains { $0.score != nil }
  var table = TextTable([.left("next"), .right(isScore ? "score" : "probability"), .right("order"), .left("")])
  for candidate in candidates {
    let number = isScore ? Formats.significant(candidate.value, digits: 4) : percent(candidate.value)
    table.append([candidate.name, number, String(candidate.order), TextTable.bar(candidate.value, width: 40)])
  }
  return table
}

private func candidate(
  _ token: Int32, _ value: Float, _ saved: SavedNGram, _ context: NGramContext, isScore: Bool = false
) -> Candidate {
  Candidate(
    name: tableName(of: token, saved.tokenizer), token: saved.tokenizer.plainText(of: token),
    probability: isScore ? nil : value, score: isScore ? value : nil,
    order: saved.model.probability(of: token, after: context).order)
}

/// Returns the tokens that can follow a context, the most likely first.
private func ownCandidates(_ saved: SavedNGram, _ context: NGramContext) -> [Candidate] {
  let values = saved.model.probabilities(after: context)
  let ranked = values.indices.filter { values[$0] > 0 }.sorted { (values[$1], $0) < (values[$0], $1) }
  return ranked.map { candidate(Int32($0), values[$0], saved, context, isScore: !saved.model.isNormalized) }
}

/// Returns what the steps of a sampler leave of the tokens that can follow a context; nothing if none can.
private func steps(
  _ saved: SavedNGram, _ context: NGramContext, _ sampler: Sampler, _ text: [Int32]
) throws -> [Sampler.StepResult] {
  let values = saved.model.probabilities(after: context)
  guard values.contains(where: { $0 > 0 }) else { return [] }
  return try sampler.steps(values.map { Kernels.log($0) }, after: text).map { result in
    Sampler.StepResult(
      step: result.step, setting: result.setting, choices: result.choices.filter { $0.probability > 0 })
  }
}

/// Returns a token's name in the table, which says what ends a line or a text.
private func tableName(of token: Int32, _ tokenizer: NGramTokenizer) -> String {
  let name = tokenizer.name(of: token)
  if token == tokenizer.vocabulary.end { return "\(name) (end of \(tokenizer.sentences == .line ? "line" : "text"))" }
  switch tokenizer.plainText(of: token) {
  case "\n": return "\(name) (end of line)"
  case "\r": return "\(name) (part of a Windows end of line)"
  default: return name
  }
}

/// Returns the ids of a prompt and the context after it, and prints a remark if the prompt has unknown tokens.
func promptContext(
  _ saved: SavedNGram, _ prompt: String?, _ remarks: Remarks
) -> (ids: [Int32], context: NGramContext) {
  let ids = saved.tokenizer.encode(prompt: prompt ?? "")
  let unknown = ids.count { $0 == saved.model.vocabulary.unknown }
  if unknown > 0 {
    remarks.say("the prompt has \(unknown == 1 ? "a token" : "\(unknown) tokens") that the model never saw")
  }
  return (ids, saved.model.context(after: ids))
}
