import Console
import Corpora
import Foundation
import Reports

private let file = Argument("FILE", help: "the text file to predict, in UTF-8")
private let explain = Flag(
  "explain", help: "show each token's log-probability and the order of the n-gram that predicted it")

/// One prediction with `--explain`.
private struct Prediction: Encodable {
  /// Its name in the table.
  let name: String
  let token: String
  let logProbability: Double
  let order: Int

  private enum CodingKeys: CodingKey { case token, logProbability, order }
}

/// The answer with `--json --explain`: the figures, and beside them the predictions.
private struct Explanation: Encodable {
  let figures: EvaluationFigures
  let predictions: [Prediction]

  private enum CodingKeys: CodingKey { case predictions }

  func encode(to encoder: any Encoder) throws {
    try figures.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(predictions, forKey: .predictions)
  }
}

let evaluateCommand = Command(
  "evaluate", summary: "measure how well a model predicts a text", arguments: [file],
  options: [
    CommonOptions.model, explain, CommonOptions.lossy, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let isJSON = parsed[CommonOptions.json], remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let saved = try ModelArguments.model(parsed, remarks)
  let text = try readText(parsed[file], lossy: parsed[CommonOptions.lossy], remark: remarks.say)
  let figures = EvaluationFigures(saved.model, saved.tokenizer, text)
  guard parsed[explain] else { return isJSON ? try printJSON(figures) : try figures.print(remarks) }
  var predictions: [Prediction] = []
  saved.model.forEachPrediction(saved.tokenizer.encode(text)) { token, probability, order in
    predictions.append(
      Prediction(
        name: saved.tokenizer.name(of: token), token: saved.tokenizer.plainText(of: token),
        logProbability: log(Double(probability)), order: order))
  }
  if isJSON { return try printJSON(Explanation(figures: figures, predictions: predictions)) }
  var table = TextTable([
    .left("token"), .right(saved.model.isNormalized ? "log-probability" : "log-score"), .right("order"),
  ])
  for row in predictions {
    table.append([row.name, Formats.fixed(row.logProbability, decimals: 4), String(row.order)])
  }
  try Terminal.write("\(table)\n\n")
  try figures.print(remarks)
}
