import Console
import Files
import Reports

private let file = Argument.optional("FILE", help: "the training text, in UTF-8; optional with --resume")
private let resume = Flag(
  "resume",
  help: "resume the run in --out (default: the latest under runs/) from its last checkpoint; steps, intervals, "
    + "learning rate and other options of the updates can be changed; text, model, batches, dropout, validation and "
    + "seed cannot")
private let overwrite = Flag("overwrite", help: "replace the run in --out")
private let force = Flag("force", help: "train even if memory looks too small")
private let out = Option<String>.optional(
  "out", help: "the run folder to write (default: runs/ plus the text's name)", placeholder: "DIR")

let trainCommand = Command(
  "train", summary: "train a model on a text file", arguments: [file],
  options: [out, resume, overwrite, CommonOptions.lossy] + ModelOptions.all + TrainingArguments.all
    + [force, CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let run = try parsed[resume] ? resumedRun(parsed).prepare(remarks) : newRun(parsed, remarks)
  let outcome = try run.run()
  if parsed[CommonOptions.json] {
    try printJSON(outcome)
  } else {
    try Terminal.write(outcome.description + "\n")
  }
}

private func newRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  guard let path = parsed[file] else {
    throw Problem(.usage, "FILE is missing: the text to learn from", suggestion: "See char-gpt train --help")
  }
  var run = NewRun(textPath: path)
  run.folder = parsed[out]
  run.isOverwriting = parsed[overwrite]
  run.isLossy = parsed[CommonOptions.lossy]
  run.isForced = parsed[force]
  run.options = TrainingArguments.options(parsed)
  run.batchSize = ModelOptions.batchSize(parsed)
  run.validation = parsed[TrainingArguments.validation]
  run.evaluateBatches = parsed[TrainingArguments.evaluateBatches]
  run.evaluateStride = parsed[TrainingArguments.evaluateStride]
  run.floor = parsed[TrainingArguments.floor]
  run.keep = parsed[TrainingArguments.keep]
  run.seed = parsed[CommonOptions.seed]
  return try run.prepare(remarks) { try ModelOptions.configuration(parsed, vocabularySize: $0) }
}

private func resumedRun(_ parsed: Parsed) throws -> ResumedRun {
  if parsed[overwrite] {
    throw Problem(.usage, "--resume goes on with a run and --overwrite replaces it", suggestion: "Give one of them.")
  }
  return ResumedRun(
    path: try resumableFolder(parsed[out]), textPath: parsed[file], isForced: parsed[force]
  ) { before in
    func asked<Value>(_ option: Option<Value>, _ value: KeyPath<RunRecord, Value>) -> Value {
      parsed.isGiven(option) ? parsed[option] : before[keyPath: value]
    }
    let isBatchGiven = parsed.isGiven(ModelOptions.batch) || parsed.isGiven(ModelOptions.preset)
    return RunRecord(
      model: try ModelOptions.configuration(
        parsed, vocabularySize: before.model.vocabularySize, from: before.model),
      training: TrainingArguments.options(parsed, from: before.training),
      batchSize: isBatchGiven ? ModelOptions.batchSize(parsed) : before.batchSize,
      validation: asked(TrainingArguments.validation, \.validation),
      evaluateBatches: asked(TrainingArguments.evaluateBatches, \.evaluateBatches),
      evaluateStride: asked(TrainingArguments.evaluateStride, \.evaluateStride),
      floor: asked(TrainingArguments.floor, \.floor),
      keep: asked(TrainingArguments.keep, \.keep), lossy: parsed[CommonOptions.lossy] || before.lossy,
      seed: asked(CommonOptions.seed, \.seed), text: before.text)
  }
}

extension TrainingRun.Outcome: CustomStringConvertible {
  /// Where the model is, how good it is, and what to do with it.
  var description: String {
    let judged = validationLoss.map { loss in
      "validation loss \(Formats.fixed(loss, decimals: 4)) nats a character at step \(Formats.grouped(bestStep))"
    }
    let above = percentAboveFloor.map { percent in
      let share = Formats.fixed(abs(percent), decimals: 1)
      return percent < 0 ? ", \(share) % below what was given as the floor" : ", \(share) % above the floor"
    }
    return """
      \(folder): \(judged ?? "trained for \(Formats.grouped(steps)) steps")\(above ?? ""), after \(Formats.duration(seconds))
      Next:  swift run char-gpt sample --model \(folder)
             and look at \(folder)/loss.svg
      """
  }
}
