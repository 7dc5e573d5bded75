import Console
import Foundation
import LanguageModels
import NGrams
import Reports

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
  let prompt: String
  let next: [Candidate]
}

let nextCommand = Command(
  "next", summary: "show the most likely next tokens and the order of the n-gram behind each",
  options: [
    CommonOptions.model, ModelArguments.prompt, count, temperature, CommonOptions.topK, CommonOptions.topP,
    CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let saved = try ModelArguments.model(parsed, remarks)
  let context = promptContext(saved, parsed[ModelArguments.prompt], remarks)
  let sampler = Sampler(
    temperature: parsed[temperature], topK: parsed[CommonOptions.topK], topP: parsed[CommonOptions.topP])
  let candidates = try candidates(saved, context, sampler, count: parsed[count])
  if parsed[CommonOptions.json] {
    return try printJSON(Answer(prompt: parsed[ModelArguments.prompt] ?? "", next: candidates))
  }
  let isScore = candidates.contains { $0.score != nil }
  var table = TextTable([.left("next"), .right(isScore ? "score" : "probability"), .right("order"), .left("")])
  for candidate in candidates {
    let number =
      isScore
      ? Formats.significant(candidate.value, digits: 4) : Formats.fixed(candidate.value * 100, decimals: 2) + " %"
    table.append([
      candidate.name, number, String(candidate.order),
      TextTable.bar(candidate.value, width: 40),
    ])
  }
  try Terminal.write("\(table)\n")
}

/// Returns the tokens that can follow a context, the most likely first.
private func candidates(
  _ saved: SavedNGram, _ context: NGramContext, _ sampler: Sampler, count: Int
) throws -> [Candidate] {
  let model = saved.model, values = model.probabilities(after: context)
  func candidate(_ token: Int32, _ value: Float, isScore: Bool = false) -> Candidate {
    let order = model.probability(of: token, after: context).order
    return Candidate(
      name: tableName(of: token, saved.tokenizer), token: saved.tokenizer.plainText(of: token),
      probability: isScore ? nil : value, score: isScore ? value : nil,
      order: order)
  }
  // The model's own values, to the last digit.
  if sampler.temperature == 1, sampler.topK == nil, sampler.topP == nil {
    let ranked = values.indices.filter { values[$0] > 0 }.sorted { (values[$1], $0) < (values[$0], $1) }
    return ranked.prefix(count).map { candidate(Int32($0), values[$0], isScore: !model.isNormalized) }
  }
  guard values.contains(where: { $0 > 0 }) else { return [] }
  let choices = try sampler.choices(values.map { $0 > 0 ? log($0) : -.infinity })
  return choices.filter { $0.probability > 0 }.prefix(count).map { candidate($0.token, $0.probability) }
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

/// Returns the context after a prompt, and prints a remark if the prompt has unknown tokens.
func promptContext(_ saved: SavedNGram, _ prompt: String?, _ remarks: Remarks) -> NGramContext {
  let ids = saved.tokenizer.encode(prompt: prompt ?? "")
  let unknown = ids.count { $0 == saved.model.vocabulary.unknown }
  if unknown > 0 {
    remarks.say("the prompt has \(unknown == 1 ? "a token" : "\(unknown) tokens") that the model never saw")
  }
  return saved.model.context(after: ids)
}
