import Console
import Corpora
import Files
import Foundation
import NGrams
import Reports

private let file = Argument("FILE", help: "the training text, in UTF-8")
private let order = Option(
  "order", default: 5, help: "length N of the longest n-grams: a token is predicted from the N - 1 before it",
  in: NGramModel.orders)
private let smoothing = Option(
  "smoothing", default: SmoothingName.kneserNey, help: "how unseen n-grams get their probability")
private let k = Option("k", default: 1.0, help: "the value that add-k adds to each count", in: NGramSmoothing.ks)
private let tokenizerFile = Option<String>.optional(
  "tokenizer", help: "use the characters of a saved tokenizer.json, such as char-gpt's; others are unknown",
  placeholder: "FILE")
private let validation = Option(
  "validation", default: 0.1, help: "fraction of the text, at its end, held out; 0 trains on all of it", in: 0..<1)

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

/// The answer with `--json`.
private struct Outcome: Encodable {
  let folder: String
  let seconds: Double
  let orders: [OrderRecord]
  let validation: EvaluationFigures?
}

let trainCommand = Command(
  "train", summary: "train a model on a text file", arguments: [file],
  options: [
    ModelArguments.out, CommonOptions.overwrite, CommonOptions.lossy, order, ModelArguments.level,
    ModelArguments.sentences, tokenizerFile, smoothing, k, validation, CommonOptions.threads, CommonOptions.json,
    CommonOptions.quiet,
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
  let folder = try ModelArguments.folders.output(
    asked: parsed[ModelArguments.out], textPath: parsed[file], overwrite: parsed[CommonOptions.overwrite])
  let text = try readText(parsed[file], lossy: parsed[CommonOptions.lossy])
  let started = ContinuousClock.now
  let sentences = parsed[ModelArguments.sentences] ?? level.usualSentences
  let parts = Split(
    text, validation: parsed[validation], by: level == .character && sentences == .text ? .character : .line)
  guard !parts.training.isEmpty else {
    throw Problem(
      .badData, "\(parsed[file]) is too short to hold out a validation set",
      suggestion: "Use a longer text, or train on all of it with --validation 0.")
  }
  let tokenizer =
    try parsed[tokenizerFile].map { try NGramTokenizer(tokenizerFile: $0, sentences: sentences) }
    ?? NGramTokenizer(text: parts.training, level: level, sentences: sentences)
  let ids = tokenizer.encode(parts.training), unknown = ids.count { $0 == tokenizer.vocabulary.unknown }
  if let path = parsed[tokenizerFile], unknown > 0 {
    remarks.say("\(Formats.grouped(unknown)) characters of the text are not in \(path) and count as unknown")
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
      validation: parsed[validation], lossy: parsed[CommonOptions.lossy], text: TextRecord(text, path: parsed[file]),
      orders: orders))
  for (index, discounts) in model.discounts.enumerated() where discounts.isFallback {
    remarks.say(
      "order \(index + 1): the counts give no estimate of the discounts, so 0.5, 1 and 1.5 are used")
  }
  let figures = parts.validation.isEmpty ? nil : EvaluationFigures(model, tokenizer, parts.validation)
  if parsed[CommonOptions.json] {
    return try printJSON(Outcome(folder: folder, seconds: seconds, orders: orders, validation: figures))
  }
  try Terminal.write(
    """
    \(table(orders))
    \(folder): trained in \(Formats.duration(seconds))
    Next:  swift run ngram sample --model \(folder)
           swift run ngram next --model \(folder) --prompt TEXT

    """)
  if let figures {
    remarks.say("evaluated on the last \(Formats.significant(100 * parsed[validation], digits: 2)) % of the text:")
    try figures.print(remarks)
  }
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
