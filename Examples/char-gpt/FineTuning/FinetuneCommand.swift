import Console
import Conversations
import Corpora
import Files
import Foundation
import Reports
import Runs
import Tokenizers
import Training
import Transformers
import Tuning

extension AdaptedMap: OptionValue {}

private let file = Argument.optional(
  "FILE",
  help:
    "the conversations to learn from, one JSON object per line, or in a .tsv file texts to classify, in lines of label, "
    + "tab and text; not needed with --resume")
private let out = RunOptions.out(program: "char-gpt")
private let resume = RunOptions.resume(
  "--evaluate-every, --learning-rate and --patience can be changed; the rest cannot")
private let method = Option(
  "method", default: FineTuningMethod.full,
  help: "which parameters learn: all, those of the last blocks, or low-rank changes alone")
private let lastBlocks = Option<Int>.optional(
  "last-blocks", help: "with --method last: how many blocks learn (default: 1)", in: 0...65_536)
private let rank = Option<Int>.optional(
  "rank", help: "with --method lora: the rank of each change (default: 4)", in: 1...4096)
private let alpha = Option<Float>.optional(
  "alpha", help: "with --method lora: a change is multiplied by alpha / rank (default: twice the rank)",
  in: .leastNormalMagnitude...)
private let maps = Option<String>.optional(
  "maps",
  help: "with --method lora: the maps that change, such as query,value (default: all that the model has); they are "
    + AdaptedMap.allCases.map(\.rawValue).joined(separator: ", "),
  placeholder: "NAMES")
private let epochs = Option("epochs", default: 8, help: "how often each conversation is learned from", in: 1...100_000)
private let batch = Option("batch", default: 16, help: "conversations per update", in: 1...65_536)
private let patience = Option(
  "patience", default: 3, help: "evaluations without a better model before the run ends; 0 for never", in: 0...1_000_000
)
private let learningRate = Option<Double>.optional(
  "learning-rate", help: "the peak learning rate (default: full and last 0.001, lora 0.01)",
  in: .leastNormalMagnitude...)
private let validation = CommonOptions.validation(
  default: 0.1, help: "fraction of the conversations held out for validation, spread evenly over the file")
private let replay = Option<Float>(
  "replay", default: 0,
  help: "weight of the pretraining text in each update, so that less of it is forgotten", in: 0..<1)
private let evaluateEvery = Option<Int>.optional(
  "evaluate-every", help: "steps between evaluations; 0 evaluates only at the end (default: one epoch)", in: 0...)

let finetuneCommand = Command(
  "finetune", summary: "teach a trained model to answer, from conversations, or to classify texts", arguments: [file],
  options: [
    CommonOptions.model, out, resume, CommonOptions.overwrite, method, lastBlocks, rank, alpha, maps, epochs, batch,
    learningRate, replay, validation, evaluateEvery, patience, CommonOptions.seed, CommonOptions.threads,
    CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let run = try parsed[resume] ? resumedRun(parsed, remarks) : newRun(parsed, remarks)
  let outcome = try run.train()
  if parsed[CommonOptions.json] { return try printJSON(outcome) }
  run.stage.run.showCurve()
  try Terminal.write(outcome.description + "\n")
  remarks.suggest(["swift run assistant chat --model \(shellQuoted(outcome.out))"])
}

private func newRun(_ parsed: Parsed, _ remarks: Remarks) throws -> FineTuningRun {
  guard let path = parsed[file] else {
    throw Problem(.usage, "FILE is missing: the conversations", suggestion: "See char-gpt finetune --help")
  }
  try checkCombination(parsed)
  let base = try modelFolder(parsed), seed = UInt64(parsed[CommonOptions.seed])
  let text = try FineTuningText(path)
  let saved = try SavedGPT(folder: base)
  let forgetting = Forgetting(ofRun: base, saved, remark: remarks.say)
  let chat = try ChatModel(growing: saved, seed: seed)
  let data = try FineTuningData(
    text, for: chat, validation: parsed[validation], replay: parsed[replay], of: forgetting)
  let record = try record(parsed, chat.model.configuration, data, base: base, text.record)
  let folder = try modelFolders.startRun(
    asked: parsed[out], overwrite: parsed[CommonOptions.overwrite],
    folders: [FineTuningRun.adapterFolder, FineTuningRun.baseFolder], record)
  try chat.template.tokenizer.save(to: folder.file("tokenizer.json"))
  if record.method == .lora { try folder.writeModel(chat.model, toFolder: FineTuningRun.baseFolder) }
  let run = try FineTuningRun(record, chat, data, folder, remarks)
  let trained = chat.model.trainableParameters.reduce(0) { $0 + $1.parameter.count }
  remarks.say(
    "\(Formats.count(text.conversations.count, text.unit)); "
      + "\(Formats.grouped(trained)) of \(Formats.grouped(chat.model.parameterCount)) parameters learn; "
      + "writing to \(folder.path)")
  return run
}

private func record(
  _ parsed: Parsed, _ model: GPTConfiguration, _ data: FineTuningData, base: String, _ text: TextRecord
) throws -> FineTuningRecord {
  let perEpoch = ChatTraining.stepsPerEpoch(data.training.conversations.count, batchSize: parsed[batch])
  let (steps, isTooLarge) = perEpoch.multipliedReportingOverflow(by: parsed[epochs])
  guard !isTooLarge, steps <= 1_000_000_000 else { throw Problem(.usage, "--epochs results in too many steps") }
  var options = TrainingOptions()
  options.steps = steps
  options.learningRate = parsed[learningRate] ?? (parsed[method] == .lora ? 1e-2 : 1e-3)
  options.minimumLearningRate = 0
  options.decay = .linear
  options.warmup = min(20, steps / 10)
  options.weightDecay = 0.01
  options.evaluateEvery = parsed[evaluateEvery] ?? perEpoch
  let adapter: AdapterOptions? =
    try parsed[method] == .lora
    ? AdapterOptions(
      rank: parsed[rank] ?? 4, alpha: parsed[alpha] ?? 2 * Float(parsed[rank] ?? 4),
      maps: adaptedMaps(parsed[maps], of: model)) : nil
  try adapter?.validate(for: model)
  let blocks = parsed[lastBlocks] ?? 1
  guard blocks <= model.layerCount else {
    throw Problem(.usage, "--last-blocks \(blocks) is more than the \(model.layerCount) blocks of the model")
  }
  return FineTuningRecord(
    model: model, training: options, batchSize: parsed[batch], method: parsed[method], lastBlocks: blocks,
    adapter: adapter, patience: parsed[patience], validation: parsed[validation], replay: parsed[replay],
    seed: parsed[CommonOptions.seed], base: base, baseFingerprint: try modelFingerprint(base), text: text)
}

/// Returns the maps that a user names, separated by commas.
private func adaptedMaps(_ names: String?, of model: GPTConfiguration) throws -> [AdaptedMap] {
  guard let names else { return AdaptedMap.all(of: model) }
  return try names.split(separator: ",").map { name in
    guard let map = AdaptedMap(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
      throw Problem(
        .usage, "--maps has the unknown name \(quoted(String(name), limit: 40))",
        suggestion: "They are \(AdaptedMap.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    return map
  }
}

/// Refuses options that would change nothing.
private func checkCombination(_ parsed: Parsed) throws {
  let own: [(any CommandOption, FineTuningMethod)] = [
    (lastBlocks, .last), (rank, .lora), (alpha, .lora), (maps, .lora),
  ]
  for (option, owner) in own where parsed.isGiven(option) && parsed[method] != owner {
    let name = option.declaration.name
    throw Problem(
      .usage, "--\(name) belongs to --method \(owner.rawValue)",
      suggestion: "Leave out --\(name), or change the method.")
  }
}

private func resumedRun(_ parsed: Parsed, _ remarks: Remarks) throws -> FineTuningRun {
  let fixed: [any CommandOption] = [
    CommonOptions.model, CommonOptions.overwrite, method, lastBlocks, rank, alpha, maps, batch, replay, validation,
    CommonOptions.seed, epochs,
  ]
  if let option = fixed.first(where: { parsed.isGiven($0) }) {
    let name = option.declaration.name
    throw Problem(.usage, "--\(name) cannot change in a run that is resumed", suggestion: "Leave out --\(name).")
  }
  let path = try modelFolders.resumable(asked: parsed[out])
  let before = try FineTuningRecord(ofRun: path)
  var record = before
  if parsed.isGiven(patience) { record.patience = parsed[patience] }
  record.training.learningRate = parsed[learningRate] ?? record.training.learningRate
  record.training.evaluateEvery = parsed[evaluateEvery] ?? record.training.evaluateEvery
  try record.training.validate(.usage)
  let text = try before.readText(ofRun: path, at: parsed[file]) { path in
    let text = try FineTuningText(path)
    return (text, text.record)
  }
  let saved = try SavedGPT(folder: before.base), folder = try RunFolder(opening: path)
  guard try modelFingerprint(before.base) == before.baseFingerprint else {
    throw Problem(.badData, "the model in \(before.base) is not the one that this run began with")
  }
  let forgetting = Forgetting(ofRun: before.base, saved, remark: remarks.say)
  let chat = try ChatModel(growing: saved, seed: UInt64(before.seed))
  let data = try FineTuningData(
    text, for: chat, validation: before.validation, replay: before.replay, of: forgetting)
  let run = try FineTuningRun(record, chat, data, folder, remarks)
  try run.stage.resume()
  if record != before { try folder.write(json: record, to: "config.json") }
  remarks.say(
    "resuming \(shellQuoted(path)) from step \(Formats.grouped(run.stage.trainer.state.step)) of "
      + Formats.grouped(record.training.steps))
  return run
}

/// Identifies the parameters of a model folder.
private func modelFingerprint(_ folder: String) throws -> String {
  let parameters = try readFile((folder as NSString).appendingPathComponent("model.safetensors"))
  return String(fingerprint(of: parameters), radix: 16)
}

extension FineTuningRun.Outcome: CustomStringConvertible {
  /// What was learned, what was forgotten, and how many texts were classified correctly.
  var description: String {
    func change(_ before: Double?, _ after: Double?) -> String? {
      guard let before, let after else { return nil }
      return "\(Formats.fixed(before, decimals: 4)) to \(Formats.fixed(after, decimals: 4)) nats per token"
    }
    let learned = change(validationLossBefore, validationLoss).map { "held-out answers from \($0)" }
    let forgotten = change(pretrainingLossBefore, pretrainingLoss).map { "pretraining text from \($0)" }
    let parts = [learned, forgotten].compactMap { $0 }
    return "\(out): \(parts.isEmpty ? "trained for \(Formats.count(steps, "step"))" : parts.joined(separator: ", "))"
      + ", at step \(Formats.grouped(bestStep)), after \(Formats.duration(elapsedS))"
      + (stoppedEarly ? "; stopped early, since it no longer became better" : "")
      + (classification.map { "\n\($0)" } ?? "")
  }
}
