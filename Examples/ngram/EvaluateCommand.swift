import Console
import Foundation
import Kindling

private let file = Argument("FILE", help: "the text to predict, as UTF-8")
private let explain = Flag("explain", help: "show what each token cost, and the n-gram that it was predicted by")

/// How well a model predicts a text, for people and scripts.
struct EvaluationFigures: Encodable {
  private(set) var lossNatsPerToken: Double?
  private(set) var bitsPerToken: Double?
  private(set) var bitsPerCharacter: Double?
  private(set) var perplexity: Double?
  private(set) var perplexityWithoutUnknown: Double?
  /// In place of all these, where a model gives no probabilities.
  private(set) var logScorePerToken: Double?
  let tokens: Int
  let unknownTokens: Int
  let impossibleTokens: Int

  init(_ model: NGramModel, _ tokenizer: NGramTokenizer, _ text: String) {
    let evaluation = model.evaluate(tokenizer.encode(text))
    tokens = evaluation.tokenCount
    unknownTokens = evaluation.unknownCount
    impossibleTokens = evaluation.impossibleCount
    guard model.isNormalised else {
      logScorePerToken = -evaluation.lossPerToken
      return
    }
    lossNatsPerToken = evaluation.lossPerToken
    bitsPerToken = evaluation.bitsPerToken
    bitsPerCharacter = evaluation.bits / Double(text.unicodeScalars.count)
    perplexity = evaluation.perplexity
    perplexityWithoutUnknown = evaluation.perplexityWithoutUnknown
  }

  /// Prints the figures on a line, and says what they are not.
  func print(_ remarks: Remarks) throws {
    if logScorePerToken != nil {
      remarks.say("stupid backoff gives scores that do not add up to 1: there is no perplexity")
    } else if impossibleTokens > 0 {
      remarks.say(
        "\(Formats.grouped(impossibleTokens)) tokens had the probability 0, so the text as a whole is impossible")
    }
    let figures = [
      ("loss_nats_per_token", lossNatsPerToken), ("bits_per_token", bitsPerToken),
      ("bits_per_character", bitsPerCharacter), ("perplexity", perplexity),
      ("perplexity_without_unknown", perplexityWithoutUnknown), ("log_score_per_token", logScorePerToken),
      ("tokens", Double(tokens)), ("unknown_tokens", Double(unknownTokens)),
      ("impossible_tokens", Double(impossibleTokens)),
    ]
    try printFigures(figures.compactMap { name, value in value.map { (name, $0) } })
  }
}

/// One prediction with `--explain`.
private struct Prediction: Encodable {
  let token: String
  let logProbability: Double
  let order: Int
}

/// The answer with `--json --explain`.
private struct Explanation: Encodable {
  let figures: EvaluationFigures
  let predictions: [Prediction]
}

let evaluateCommand = Command(
  "evaluate", summary: "measure how well a model predicts a text", arguments: [file],
  options: [
    CommonOptions.model, explain, CommonOptions.lossy, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  ModelArguments.useThreads(parsed)
  let saved = try ModelArguments.model(parsed)
  let text = try readText(parsed[file], lossy: parsed[CommonOptions.lossy])
  let figures = EvaluationFigures(saved.model, saved.tokenizer, text)
  let isJSON = parsed[CommonOptions.json], remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  guard parsed[explain] else { return isJSON ? try printJSON(figures) : try figures.print(remarks) }
  var predictions: [Prediction] = []
  saved.model.forEachPrediction(saved.tokenizer.encode(text)) { token, probability, order in
    predictions.append(
      Prediction(token: saved.tokenizer.name(of: token), logProbability: log(Double(probability)), order: order))
  }
  if isJSON { return try printJSON(Explanation(figures: figures, predictions: predictions)) }
  var table = TextTable([
    .left("token"), .right(saved.model.isNormalised ? "log-probability" : "log-score"), .right("order"),
  ])
  for row in predictions {
    table.append([row.token, Formats.fixed(row.logProbability, decimals: 4), String(row.order)])
  }
  try Terminal.write("\(table)\n\n")
  try figures.print(remarks)
}
