import Console
import Corpora
import Files
import Foundation
import Reports
import Runs
import Tokenizers

/// What a user asks of a run that is to go on from its last checkpoint: what may differ from before, and what may not.
struct ResumedRun {
  /// The run folder.
  var path: String
  /// Where the text is now, if not where it was.
  var textPath: String?
  var isForced = false
  /// What the user's options would have made of the run.
  var asked: (RunRecord) throws -> RunRecord

  /// Restores the run as its last checkpoint left it.
  ///
  /// - Throws: `Problem` when there is no such run or checkpoint, or when text, tokenizer or shape are not those of the
  ///   run, with the difference.
  func prepare(_ remarks: Remarks) throws -> TrainingRun {
    let before = try RunRecord(ofRun: path)
    var record = try asked(before)
    if let (name, old, new) = before.differences(from: record).first {
      throw Problem(
        .usage, "\(path) was trained with \(name) \(old), not \(new)",
        suggestion: "Leave that option out to go on with the run, or leave --resume out to start another.")
    }
    let (text, tokenizer) = try learningText(of: before)
    record.text.path = textPath ?? before.text.path
    let split = try Split(
      try tokenizer.encode(text), validation: record.validation, context: record.model.contextLength)
    let preflight = Preflight(record, split)
    try preflight.check(isForced: isForced)
    let folder = try RunFolder(opening: path)
    let checkpoint = try folder.lastCheckpoint()
    guard checkpoint.training.step <= record.training.steps else {
      throw Problem(
        .usage, "\(path) has made \(Formats.grouped(checkpoint.training.step)) steps already",
        suggestion: "--steps must be at least that.")
    }
    let run = TrainingRun(record, tokenizer, split, folder, remarks)
    try run.resume(from: checkpoint)
    if record != before { try folder.write(json: record, to: "config.json") }
    remarks.say("\(preflight)\ngoing on with \(path) from step \(Formats.grouped(checkpoint.training.step))")
    return run
  }

  /// The text and the tokenizer of the run, if they are still what they were.
  private func learningText(of record: RunRecord) throws -> (String, CharacterTokenizer) {
    let textPath = textPath ?? record.text.path
    let text: String
    do {
      text = try readText(textPath, lossy: record.lossy)
    } catch let problem as Problem where problem.kind == .missing && self.textPath == nil {
      throw Problem(
        .missing, "the text of \(path) is gone: \(problem.message)",
        suggestion: "Say where it is now: char-gpt train FILE --out \(path) --resume")
    }
    try TextRecord(text, path: textPath).requireSame(as: record.text, ofRun: path)
    let tokenizer = CharacterTokenizer(text: text)
    let file = (path as NSString).appendingPathComponent("tokenizer.json")
    guard try CharacterTokenizer(contentsOf: file) == tokenizer else {
      throw Problem(.badData, "\(file) is not the tokenizer of \(textPath): their characters differ")
    }
    return (text, tokenizer)
  }
}

extension RunRecord {
  /// What must not change when a run goes on: the option, its value in this run, and that in the other.
  fileprivate func differences(from other: RunRecord) -> [(name: String, old: String, new: String)] {
    func pair<Value: Equatable>(_ name: String, _ value: KeyPath<RunRecord, Value>) -> (String, String, String)? {
      let (old, new) = (self[keyPath: value], other[keyPath: value])
      return old == new ? nil : ("--\(name)", "\(old)", "\(new)")
    }
    let biases: (String, String, String)? =
      model.hasBiases == other.model.hasBiases
      ? nil : ("--no-bias", model.hasBiases ? "off" : "on", other.model.hasBiases ? "off" : "on")
    return [
      pair("layers", \.model.layerCount), pair("heads", \.model.headCount), pair("embedding", \.model.width),
      pair("context", \.model.contextLength), biases, pair("dropout", \.model.dropout), pair("batch", \.batchSize),
      pair("accumulate", \.training.accumulation), pair("optimizer", \.training.optimizer.rawValue),
      pair("validation", \.validation), pair("seed", \.seed),
      pair("lossy", \.lossy), pair("evaluate-batches", \.evaluateBatchesText),
      pair("evaluate-stride", \.evaluateStrideText),
    ].compactMap { $0 }
  }

  private var evaluateStrideText: String { "\(evaluateStride ?? model.contextLength)" }
  private var evaluateBatchesText: String { evaluateBatches.map(String.init) ?? "unlimited" }
}
