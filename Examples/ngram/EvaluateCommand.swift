import Console
import Corpora
import Foundation
import Reports

private let file = Argument("FILE", help: "the text file to predict, in UTF-8")
private let explain = Flag(
  "explain", help: "show each token's log-probability and the order of the n-gram that predicted it")

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
    .left("token"), .right(saved.model.isNormalized ? "log-probability" : "log-score"), .right("order"),
  ])
  for row in predictions {
    table.append([row.token, Formats.fixed(row.logProbability, decimals: 4), String(row.order)])
  }
  try Terminal.write("\(table)\n\n")
  try figures.print(remarks)
}
