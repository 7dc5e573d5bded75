import Console
import NGrams
import Reports

private let count = Option("count", default: 10, help: "how many tokens to show", in: 1...)

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Candidate: Encodable {
    let token: String
    var probability: Float?
    /// Replaces the probability if the model returns scores instead.
    var score: Float?
    let order: Int
  }

  let prompt: String
  let next: [Candidate]
}

let nextCommand = Command(
  "next", summary: "show the most likely next tokens and the order of the n-gram behind each",
  options: [CommonOptions.model, ModelArguments.prompt, count, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let saved = try ModelArguments.model(parsed), model = saved.model
  let context = promptContext(saved, parsed[ModelArguments.prompt], Remarks(quiet: parsed[CommonOptions.quiet]))
  let probabilities = model.probabilities(after: context)
  let ranked = probabilities.indices.filter { probabilities[$0] > 0 }.sorted {
    (probabilities[$1], $0) < (probabilities[$0], $1)
  }.prefix(parsed[count]).map(Int32.init)
  if parsed[CommonOptions.json] {
    let next = ranked.map { token in
      let (value, order) = model.probability(of: token, after: context)
      return Answer.Candidate(
        token: saved.tokenizer.name(of: token), probability: model.isNormalized ? value : nil,
        score: model.isNormalized ? nil : value, order: order)
    }
    return try printJSON(Answer(prompt: parsed[ModelArguments.prompt] ?? "", next: next))
  }
  var table = TextTable([
    .left("next"), .right(model.isNormalized ? "probability" : "score"), .right("order"), .left(""),
  ])
  for token in ranked {
    let (value, order) = model.probability(of: token, after: context)
    let number =
      model.isNormalized
      ? Formats.fixed(Double(value) * 100, decimals: 2) + " %" : Formats.significant(Double(value), digits: 4)
    table.append([
      saved.tokenizer.name(of: token), number, String(order), TextTable.bar(Double(value), width: 40),
    ])
  }
  try Terminal.write("\(table)\n")
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
