import Console
import Corpora
import Files
import Foundation
import Reports
import Runs
import Tokenizers
import Transformers

/// A user's request to resume a run from its last checkpoint.
struct ResumedRun {
  /// The run folder.
  var path: String
  /// Where the text is now, if it was moved; otherwise empty.
  var textPaths: [String] = []
  var isForced = false
  /// Applies the user's options to the record of the run.
  var asked: (GPTRunRecord) throws -> GPTRunRecord

  /// Restores the run from its last checkpoint.
  ///
  /// - Throws: `Problem` if there is no such run or checkpoint, or if the text, the tokenizer or a fixed option
  ///   differs from the run's; the message says how.
  func prepare(_ remarks: Remarks) throws -> TrainingRun {
    let before = try GPTRunRecord(ofRun: path)
    var record = try asked(before)
    try record.training.validate(.usage)
    if let (name, old, new) = before.differences(from: record).first {
      throw Problem(
        .usage, "\(path) was trained with \(name) \(old), not \(new)",
        suggestion: "Leave out that option to resume the run, or leave out --resume to start a new one.")
    }
    let (texts, tokenizer) = try textsAndTokenizer(of: before)
    if !textPaths.isEmpty { record.text.paths = textPaths }
    let folder = try RunFolder(opening: path)
    let checkpoint = try folder.lastCheckpoint()
    // Whatever the record says, the model is no larger than its file: everything below takes memory by its sizes.
    try SavedGPT.check(record.model, in: folder.checkpoint)
    guard tokenizer.vocabularySize == record.model.vocabularySize else {
      throw Problem(
        .badData,
        "the tokenizer of \(path) has \(tokenizer.vocabularySize) tokens, but its model has "
          + "\(record.model.vocabularySize)")
    }
    let text = try TrainingText(
      texts, tokenizer, validation: record.validation, context: record.model.contextLength)
    let preflight = Preflight(record, text)
    try preflight.check(isForced: isForced)
    guard checkpoint.training.step <= record.training.steps else {
      throw Problem(
        .usage, "\(path) has already completed \(Formats.grouped(checkpoint.training.step)) steps",
        suggestion: "--steps must be at least that.")
    }
    let run = TrainingRun(record, text, folder, remarks)
    try run.resume(from: checkpoint)
    if record != before { try folder.write(json: record, to: "config.json") }
    let isDone = checkpoint.training.step == record.training.steps
    remarks.say(
      isDone
        ? "\(shellQuoted(path)) is finished: all \(Formats.count(record.training.steps, "step")) are done; "
          + "--steps \(2 * record.training.steps) trains it further"
        : "\(preflight)\nresuming \(shellQuoted(path)) from step \(Formats.grouped(checkpoint.training.step))")
    return run
  }

  /// Returns the text and the tokenizer of the run, if they are still the same.
  private func textsAndTokenizer(of record: GPTRunRecord) throws -> (TrainingTexts, any Tokenizer) {
    let mixture = try record.mixtureSources.map { try Mixture(sources: $0) }
    let texts = try record.readTexts(ofRun: path, at: textPaths) { paths in
      let texts = try TrainingTexts(paths, mixture: mixture, lossy: record.lossy)
      return (texts, texts.record)
    }
    let file = (path as NSString).appendingPathComponent("tokenizer.json")
    let tokenizer = try readTokenizer(contentsOf: file)
    if record.tokenizer == nil, tokenizer as? CharacterTokenizer != CharacterTokenizer(text: texts.text) {
      throw Problem(
        .badData, "\(file) is not the tokenizer of \(textPaths.first ?? record.text.name): their characters differ")
    }
    return (texts, tokenizer)
  }
}

extension GPTRunRecord {
  /// The differences that prevent resuming: the option, its value in this run, and its value in the other.
  fileprivate func differences(from other: GPTRunRecord) -> [(name: String, old: String, new: String)] {
    func pair<Value: Equatable>(_ name: String, _ value: KeyPath<GPTRunRecord, Value>) -> (String, String, String)? {
      let (old, new) = (self[keyPath: value], other[keyPath: value])
      return old == new ? nil : ("--\(name)", "\(old)", "\(new)")
    }
    // An average that was not kept from the start cannot be kept from here on; how slowly it moves can change.
    let average = (training.average > 0) == (other.training.average > 0) ? nil : pair("average", \.training.average)
    return model.differences(from: other.model)
      + [
        pair("batch", \.batchSize), pair("first-batch", \.firstBatchSize), pair("first-context", \.firstContextLength),
        pair("accumulate", \.training.accumulation), pair("optimizer", \.training.optimizer.rawValue), average,
        pair("validation", \.validation), pair("seed", \.seed), pair("tokenizer", \.tokenizerName),
        pair("lossy", \.lossy), pair("evaluate-batches", \.evaluateBatchesText),
        pair("evaluate-stride", \.evaluateStrideText),
      ].compactMap { $0 }
  }

  private var firstBatchSize: Int { firstBatch ?? batchSize }
  private var firstContextLength: Int { firstContext ?? model.contextLength }
  private var evaluateStrideText: String { "\(evaluateStride ?? model.contextLength)" }
  private var tokenizerName: String { tokenizer ?? "none" }
  private var evaluateBatchesText: String { evaluateBatches.map(String.init) ?? "unlimited" }
}

extension GPTConfiguration {
  /// The options in which two configurations differ, sizes first, with both values. A configuration's names in files are
  /// those of the options, so no option can be forgotten here.
  fileprivate func differences(from other: GPTConfiguration) -> [(name: String, old: String, new: String)] {
    let (old, new) = (optionTexts, other.optionTexts)
    let sizes = ["layers", "heads", "embedding", "context"]
    let names = sizes + Set(old.keys).union(new.keys).subtracting(sizes).sorted()
    return names.filter { old[$0] != new[$0] }.map { name in
      (name: "--" + name.replacing("_", with: "-"), old: old[name] ?? "off", new: new[name] ?? "off")
    }
  }

  /// The values in config.json, as a user would give them.
  private var optionTexts: [String: String] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let texts = try? JSONDecoder().decode([String: OptionText].self, from: encoder.encode(self))
    return texts?.mapValues(\.text) ?? [:]
  }
}

/// The text of a value in JSON: `on` for true, `off` for false, and numbers and strings as they are.
private struct OptionText: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    if let fields = try? decoder.container(keyedBy: AnyKey.self) {
      text = try fields.allKeys.map { "\($0.stringValue) \(try fields.decode(OptionText.self, forKey: $0).text)" }
        .sorted().joined(separator: ", ")
      return
    }
    let value = try decoder.singleValueContainer()
    if let isOn = try? value.decode(Bool.self) {
      text = isOn ? "on" : "off"
    } else if let number = try? value.decode(Decimal.self) {
      text = "\(number)"
    } else {
      text = try value.decode(String.self)
    }
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
