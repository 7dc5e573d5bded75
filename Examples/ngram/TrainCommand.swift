import Console
import Corpora
import Files
import Foundation
import NGrams
import Reports

private let files = CommonOptions.trainingText("; not needed with --config")
private let order = Option(
  "order", default: 5, help: "length N of the longest n-grams: a token is predicted from the N - 1 before it",
  in: NGramModel.orders)
private let smoothing = Option(
  "smoothing", default: SmoothingName.kneserNey, help: "how unseen n-grams get their probability")
private let k = Option("k", default: 1.0, help: "the value that add-k adds to each count", in: NGramSmoothing.ks)
private let tokenizerFile = Option<String>.optional(
  "tokenizer", help: "use the characters of a saved tokenizer, such as char-gpt's; others are unknown",
  placeholder: "DIR")

/// The n-grams of one order.
private struct OrderRecord: Encodable {
  let order: Int
  let ngrams: Int
  let discounts: NGramDiscounts?
}

/// The contents of `config.json`: all options of a training run, and the n-grams that it counted.
private struct TrainingRecord: Encodable {
  let program = "ngram \(programVersion)"
  let level: NGramTokenizer.Level
  let sentences: NGramTokenizer.Sentences
  let tokenizer: String?
  let order: Int
  let smoothing: SmoothingName
  let k: Double?
  let validation: Double
  let lossy: Bool
  let text: TextRecord
  let orders: [OrderRecord]
}

/// The answer with `--json`: what was written, and beside it the figures on the held-out part, if there is one.
private struct Outcome: Encodable {
  let out: String
  let elapsedS: Double
  let orders: [OrderRecord]
  let figures: EvaluationFigures?

  private enum CodingKeys: CodingKey { case out, elapsedS, orders }

  func encode(to encoder: any Encoder) throws {
    try figures?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(out, forKey: .out)
    try container.encode(elapsedS, forKey: .elapsedS)
    try container.encode(orders, forKey: .orders)
  }
}

let trainCommand = Command(
  "train", summary: "train a model on a text file", arguments: [files],
  options: [
    ModelArguments.out, CommonOptions.overwrite, CommonOptions.lossy, order, ModelArguments.level,
    ModelArguments.sentences, tokenizerFile, smoothing, k, CommonOptions.validation, CommonOptions.config,
    CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let name = parsed[smoothing], level = parsed[ModelArguments.level]
  if parsed.isGiven(k), name != .addK {
    throw Problem(.usage, "--k is for --smoothing add-k; \(name.rawValue) does not use it")
  }
  if parsed[tokenizerFile] != nil, level == .word {
    throw Problem(.usage, "--tokenizer reads a vocabulary of characters and cannot be used with --level word")
  }
  guard let path = parsed[files].first else {
    throw Problem(.usage, "FILE is missing: the training text", suggestion: "See ngram train --help")
  }
  let folder = try ModelArguments.folders.output(
    asked: parsed[ModelArguments.out], textPath: path, overwrite: parsed[CommonOptions.overwrite],
    alsoReading: [parsed[tokenizerFile]].compactMap { $0 })
  let (text, textRecord) = try readTexts(parsed[files], lossy: parsed[CommonOptions.lossy])
  textRecord.remarks.forEach(remarks.say)
  let started = ContinuousClock.now
  let sentences = parsed[ModelArguments.sentences] ?? level.usualSentences
  let fraction = parsed[CommonOptions.validation]
  let parts = Split(
    text, validation: fraction, by: level == .character && sentences == .text ? .character : .line)
  guard !parts.training.isEmpty else {
    throw Problem(
      .badData, "\(textRecord.name) is too short to hold out a validation set",
      suggestion: "Use a longer text, or train on all of it with --validation 0.")
  }
  let tokenizer =
    try parsed[tokenizerFile].map { try NGramTokenizer(tokenizerFile: file(ofTokenizer: $0), sentences: sentences) }
    ?? NGramTokenizer(text: parts.training, level: level, sentences: sentences)
  let ids = tokenizer.encode(parts.training), unknown = ids.count { $0 == tokenizer.vocabulary.unknown }
  if let path = parsed[tokenizerFile], unknown > 0 {
    let characters = Formats.count(unknown, "character")
    remarks.say(
      "\(characters) of the text \(unknown == 1 ? "is not in \(path) and counts" : "are not in \(path) and count") "
        + "as unknown")
  }
  let model = try NGramModel(
    sentences: ids, vocabulary: tokenizer.vocabulary, order: parsed[order],
    smoothing: name.smoothing(k: parsed[k]))
  let seconds = (ContinuousClock.now - started) / .seconds(1)
  let orders = (1...model.order).map { length in
    OrderRecord(
      order: length, ngrams: model.count(ofOrder: length),
      discounts: model.discounts.isEmpty ? nil : model.discounts[length - 1])
  }
  try SavedNGram(model: model, tokenizer: tokenizer).save(
    to: folder,
    configuration: TrainingRecord(
      level: level, sentences: sentences, tokenizer: parsed[tokenizerFile], order: model.order, smoothing: name,
      k: name == .addK ? parsed[k] : nil,
      validation: fraction, lossy: parsed[CommonOptions.lossy], text: textRecord,
      orders: orders))
  for (index, discounts) in model.discounts.enumerated() where discounts.isFallback {
    remarks.say(
      "order \(index + 1): the counts give no estimate of the discounts, so 0.5, 1 and 1.5 are used")
  }
  let figures = parts.validation.isEmpty ? nil : EvaluationFigures(model, tokenizer, parts.validation)
  if parsed[CommonOptions.json] {
    return try printJSON(Outcome(out: folder, elapsedS: seconds, orders: orders, figures: figures))
  }
  try Terminal.write("\(table(orders))\n\(folder): trained in \(Formats.duration(seconds))\n")
  remarks.say(heldOut(fraction, parts.validation))
  try figures?.print(remarks)
  remarks.suggest([
    "swift run ngram sample --model \(shellQuoted(folder))",
    "swift run ngram next --model \(shellQuoted(folder)) --prompt TEXT",
  ])
}

/// Says which part of the text the model has not counted, if any.
private func heldOut(_ fraction: Double, _ part: String) -> String {
  if part.isEmpty { return "the model has counted the whole text, so nothing is left to evaluate it on" }
  let percent = Formats.significant(100 * fraction, digits: 2)
  return "the figures are for the last \(percent) % of the text, which the model has not counted "
    + "(--validation 0 counts all of it)"
}

/// Returns a table with the number of n-grams of each order and the discounts of Kneser-Ney smoothing.
private func table(_ orders: [OrderRecord]) -> TextTable {
  let hasDiscounts = orders.contains { $0.discounts != nil }
  var table = TextTable(
    [.right("order"), .right("n-grams")] + (hasDiscounts ? [.right("D1"), .right("D2"), .right("D3+")] : []))
  for row in orders {
    let discounts = row.discounts.map { [$0.one, $0.two, $0.more] } ?? []
    table.append(
      [String(row.order), Formats.grouped(row.ngrams)] + discounts.map { Formats.significant($0, digits: 6) })
  }
  table.total = ["all", Formats.grouped(orders.reduce(0) { $0 + $1.ngrams })] + (hasDiscounts ? ["", "", ""] : [])
  return table
}

/// Returns the file of a tokenizer that is named by its file or folder.
private func file(ofTokenizer path: String) -> String {
  fileType(path) == S_IFDIR ? (path as NSString).appendingPathComponent("tokenizer.json") : path
}
