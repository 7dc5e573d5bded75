import Console
import Files
import Reports

private let files = CommonOptions.trainingText("; not needed with --resume or --config")
private let out = RunOptions.out(program: "char-gpt")
private let resume = RunOptions.resume(
  "steps, intervals, learning rates and most options of the optimizer can be changed; text, tokenizer, mixture, "
    + "model, batches, dropout, the optimizer itself, validation and seed cannot")
private let tokenizerPath = Option<String>.optional(
  "tokenizer",
  help: "the folder or file of a tokenizer, such as tokenizer train writes (default: one token for each character)",
  placeholder: "DIR")
private let mixture = Option<String>.optional(
  "mixture", help: "a mixture of texts to train on in place of FILE, as corpus mix writes it", placeholder: "FILE")
private let force = Flag("force", help: "train even if memory looks too small")

let trainCommand = Command(
  "train", summary: "train a model on a text file", arguments: [files],
  options: [out, resume, CommonOptions.overwrite, CommonOptions.config, tokenizerPath, mixture, CommonOptions.lossy]
    + ModelOptions.all
    + [ModelOptions.firstBatch, ModelOptions.firstContext] + TrainingArguments.all
    + [force, CommonOptions.seed, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let run = try parsed[resume] ? resumedRun(parsed).prepare(remarks) : newRun(parsed, remarks)
  let outcome = try run.train()
  if parsed[CommonOptions.json] {
    try printJSON(outcome)
  } else {
    run.run.showCurve()
    try Terminal.write(outcome.description + "\n")
  }
  let folder = shellQuoted(outcome.out)
  remarks.suggest([
    "swift run char-gpt sample --model \(folder)", "swift run char-gpt write --model \(folder)",
    "and look at \(folder)/report.html",
  ])
}

private func newRun(_ parsed: Parsed, _ remarks: Remarks) throws -> TrainingRun {
  guard !parsed[files].isEmpty || parsed[mixture] != nil else {
    throw Problem(.usage, "FILE is missing: the training text", suggestion: "See char-gpt train --help")
  }
  var run = NewRun(textPaths: parsed[files])
  run.tokenizerPath = parsed[tokenizerPath]
  run.mixture = parsed[mixture]
  run.folder = parsed[out]
  run.isOverwriting = parsed[CommonOptions.overwrite]
  run.isLossy = parsed[CommonOptions.lossy]
  run.isForced = parsed[force]
  run.options = { TrainingArguments.options(parsed, recipe: $0.training) }
  run.firstBatch = parsed[ModelOptions.firstBatch]
  run.firstContext = parsed[ModelOptions.firstContext]
  run.validation = parsed[CommonOptions.validation]
  run.evaluateBatches = parsed[TrainingArguments.evaluateBatches]
  run.evaluateStride = parsed[TrainingArguments.evaluateStride]
  run.floor = parsed[TrainingArguments.floor]
  run.keep = parsed[TrainingArguments.keep]
  (run.csv, run.tensorboard) = (parsed[TrainingArguments.csv], parsed[TrainingArguments.tensorboard])
  run.seed = parsed[CommonOptions.seed]
  return try run.prepare(remarks) { try ModelOptions.recipe(parsed, vocabularySize: $0) }
}

private func resumedRun(_ parsed: Parsed) throws -> ResumedRun {
  if parsed[CommonOptions.overwrite] {
    throw Problem(.usage, "--resume continues a run and --overwrite replaces it", suggestion: "Use one of them.")
  }
  if parsed.isGiven(mixture) {
    throw Problem(.usage, "--resume continues with the mixture of the run", suggestion: "Leave out --mixture.")
  }
  return ResumedRun(
    path: try modelFolders.resumable(asked: parsed[out]), textPaths: parsed[files], isForced: parsed[force]
  ) { before in
    func asked<Value>(_ option: Option<Value>, _ value: KeyPath<GPTRunRecord, Value>) -> Value {
      parsed.isGiven(option) ? parsed[option] : before[keyPath: value]
    }
    let recipe = try ModelOptions.recipe(
      parsed, vocabularySize: before.model.vocabularySize, from: before.model)
    let isBatchGiven =
      parsed.isGiven(ModelOptions.batch) || parsed.isGiven(ModelOptions.preset) || parsed.isGiven(ModelOptions.size)
    var record = GPTRunRecord(
      model: recipe.model,
      training: TrainingArguments.options(parsed, from: before.training),
      batchSize: isBatchGiven ? recipe.batchSize : before.batchSize,
      firstBatch: asked(ModelOptions.firstBatch, \.firstBatch),
      firstContext: asked(ModelOptions.firstContext, \.firstContext),
      validation: asked(CommonOptions.validation, \.validation),
      evaluateBatches: asked(TrainingArguments.evaluateBatches, \.evaluateBatches),
      evaluateStride: asked(TrainingArguments.evaluateStride, \.evaluateStride),
      floor: asked(TrainingArguments.floor, \.floor),
      keep: asked(TrainingArguments.keep, \.keep), lossy: parsed[CommonOptions.lossy] || before.lossy,
      seed: asked(CommonOptions.seed, \.seed),
      tokenizer: parsed[tokenizerPath] ?? before.tokenizer, text: before.text)
    (record.mixture, record.mixtureSources) = (before.mixture, before.mixtureSources)
    record.csv = parsed[TrainingArguments.csv] || before.csv
    record.tensorboard = parsed[TrainingArguments.tensorboard] || before.tensorboard
    return record
  }
}

extension TrainingRun.Outcome: CustomStringConvertible {
  /// The model's folder, its loss, and what to do next.
  var description: String {
    let result = validationLoss.map { loss in
      "validation loss \(Formats.fixed(loss, decimals: 4)) nats per \(unit) at step \(Formats.grouped(bestStep))"
    }
    let bits =
      unit == "character"
      ? nil
      : validationBitsPerCharacter.map { bits in
        " (\(Formats.fixed(bits, decimals: 4)) bits per character)"
      }
    let above = percentAboveFloor.map { percent in
      let share = Formats.fixed(abs(percent), decimals: 1)
      return percent < 0 ? ", \(share) % below the given floor" : ", \(share) % above the floor"
    }
    return "\(out): \(result ?? "trained for \(Formats.count(steps, "step"))")\(bits ?? "")\(above ?? ""), after "
      + Formats.duration(elapsedS)
  }
}
