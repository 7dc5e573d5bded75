import Console
import Corpora
import Files
import Foundation
import LanguageModels
import Numerics
import Reports
import Runs
import Tokenizers
import Training
import Transformers

/// A training run of the GPT, either new or resumed.
final class TrainingRun {
  let record: GPTRunRecord
  let model: GPT
  let trainer: Trainer
  let run: Run
  private let text: TrainingText
  private let schedule: BatchSchedule
  private let progress: StepProgress
  private var hasShownTimeLeft = false
  /// The number of tokens that the model writes at each evaluation.
  private let sampleLength = 300
  /// The number of these that are shown while training.
  private let excerptLength = 86

  init(
    _ record: GPTRunRecord, _ text: TrainingText, _ folder: RunFolder, _ remarks: Remarks
  ) {
    (self.record, self.text) = (record, text)
    model = GPT(record.model)
    schedule = record.schedule
    trainer = Trainer(
      model.namedParameters, record.training,
      tokens: { [schedule] steps in
        schedule.tokens(inFirst: steps, of: record.training.steps) * record.training.accumulation
      }, seed: UInt64(record.seed))
    trainer.advice = { skippingHelps in
      "Try a lower --learning-rate, a longer --warmup or a smaller --clip"
        + (skippingHelps ? "; --skip-bad-steps leaves out such updates." : ".")
    }
    progress = StepProgress(of: record.training.steps)
    run = Run(
      in: folder, resumeCommand: "swift run char-gpt train --resume --out \(shellQuoted(folder.path))", remarks)
    run.remedy = "--learning-rate X"
    run.metricsFiles = record.metricsFiles
  }

  private var options: TrainingOptions { record.training }

  /// The results of the run.
  struct Outcome: Encodable {
    /// What a token of the text is called.
    let unit: String
    /// The run folder.
    let out: String
    let steps: Int
    let parameters: Int
    let trainLoss: Float?
    /// In nats per token.
    let validationLoss: Double?
    /// The same loss in bits, by which models with different tokenizers compare.
    let validationBitsPerCharacter: Double?
    let validationBitsPerByte: Double?
    /// How far the validation loss is above the floor; nil if one of them is missing.
    let percentAboveFloor: Double?
    let bestStep: Int
    let skippedSteps: Int
    /// The duration of the training in seconds.
    let elapsedS: Double
  }

  /// Resumes the run from a checkpoint, including its reports up to that point.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file at fault.
  func resume(from checkpoint: Checkpoint) throws {
    try run.restoreBest()
    try run.folder.resume(from: checkpoint, model, trainer)
    try run.restoreHistory()
  }

  /// Runs all remaining steps.
  ///
  /// - Throws: `Problem`; see ``Run/train(_:)``.
  func train() throws -> Outcome {
    try run.train {
      if trainer.isNew {
        try report(trainer.startingMetrics(validationLoss: evaluateIfDue()))
        try run.saveIfDue(true) { try save() }
      }
      while !trainer.isDone, run.continues {
        let (microBatches, weights) = nextBatch()
        let step = try trainer.step(microBatches, weights: weights) { microBatch, pass in
          model.loss(microBatch, &pass)
        }
        if trainer.isReportDue(after: step) {
          try withEvaluationWeights { try report(trainer.metrics(of: step, validationLoss: evaluateIfDue())) }
        }
        try run.saveIfDue(trainer.isCheckpointDue) { try save() }
      }
      try run.requireEnd(
        trainer.isDone, "after step \(Formats.grouped(trainer.state.step)) of \(Formats.grouped(options.steps))")
    }
    return Outcome(
      unit: text.tokenizer.unit, out: run.folder.path, steps: trainer.state.step, parameters: model.parameterCount,
      trainLoss: run.history.last?.trainLoss, validationLoss: run.best?.validationLoss,
      validationBitsPerCharacter: run.best?.validationLoss.map { text.evaluatedSize.perCharacter($0 / log(2)) },
      validationBitsPerByte: run.best?.validationLoss.map { text.evaluatedSize.perByte($0 / log(2)) },
      percentAboveFloor: percentAboveFloor, bestStep: run.best?.step ?? trainer.state.step,
      skippedSteps: trainer.state.skippedSteps, elapsedS: trainer.state.seconds)
  }

  /// Returns the batches of the next step as micro-batches, and their weights.
  private func nextBatch() -> (microBatches: [Batch], weights: [Float]) {
    var generator = trainer.state.batchGenerator
    var microBatches: [Batch] = [], weights: [Float] = []
    for _ in 0..<options.accumulation {
      let step = trainer.state.step
      let batch =
        text.mixed.map { schedule.batch(atStep: step, of: options.steps, fromSourcesOf: $0, using: &generator) }
        ?? schedule.batch(atStep: step, of: options.steps, from: text.training, using: &generator)
      microBatches += batch.microBatches
      weights += batch.microBatchWeights.map { $0 / Float(options.accumulation) }
    }
    return (microBatches, weights)
  }

  /// Calls `body` with the weights that are evaluated, if an evaluation is due.
  private func withEvaluationWeights(_ body: () throws -> Void) rethrows {
    if trainer.isEvaluationDue { try trainer.withEvaluationWeights(body) } else { try body() }
  }

  /// Returns the loss on the validation split; nil if no evaluation is due, or if there is no such split.
  private func evaluateIfDue() throws -> Double? {
    guard trainer.isEvaluationDue, !text.validation.isEmpty else { return nil }
    return try trainer.checked {
      model.evaluate(
        text.validation, batchSize: record.batchSize, stride: record.evaluateStride, limit: record.evaluateBatches
      ).loss
    }
  }
}

// MARK: - Files and messages of the run

extension TrainingRun {
  private func report(_ metrics: Metrics) throws {
    try run.report(metrics, on: progress)
    showTimeLeftOnce(metrics)
    guard trainer.isEvaluationDue else { return }
    let isBest = try run.keepIfBest(model, metrics)
    let sample = try sample(step: metrics.step)
    try run.report(RunSample(step: metrics.step, text: sample))
    try run.writeCurve(title: title) { ($0.unit, $0.floor) = (text.tokenizer.unit, floor) }
    try run.write(page)
    run.remarks.say(
      progress.line(metrics) + (isBest && metrics.step > 0 && metrics.validationLoss != nil ? "  best" : ""))
    run.remarks.say("  writes: \(excerpt(of: sample))")
  }

  /// Returns one line of a sample: its first whole line that has some words.
  private func excerpt(of sample: String) -> String {
    let lines = sample.split(whereSeparator: \.isNewline).dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
    let line = lines.first { $0.count >= 24 } ?? sample.split(whereSeparator: \.isNewline).joined(separator: " ")
    return printable(line.count > excerptLength ? line.prefix(excerptLength - 3) + "..." : line)
  }

  /// The floor in the unit of the losses, nats per token.
  private var floor: Double? { record.floor.map { text.floor(bitsPerCharacter: $0) } }

  private var percentAboveFloor: Double? {
    guard let floor, let loss = run.best?.validationLoss else { return nil }
    return percentAbove(floor: floor, loss)
  }

  private func save() throws {
    // Keep the model before the checkpoint is saved: a run killed in between repeats this step and keeps it then. The
    // other way around, the resumed run would never keep it.
    if record.keepsModel(ofStep: trainer.state.step) {
      try trainer.withEvaluationWeights { try run.folder.keepModel(model, step: trainer.state.step) }
    }
    try run.folder.saveCheckpoint(model, trainer)
  }

  private var title: String { record.title(parameters: model.parameterCount) }

  /// The page about the run so far.
  private var page: RunReport {
    var report = GPTReport(record, folder: run.folder.path, run.history, unit: text.tokenizer.unit)
    report.floor = floor
    report.samples = run.samples
    return report.page(of: model.namedParameters)
  }

  /// Returns a sample of the current model. Its random numbers depend only on the run's seed and the step.
  private func sample(step: Int) throws -> String {
    var generator = RandomGenerator(seed: UInt64(record.seed), stream: UInt64(1000 + step))
    let tokens = try model.generate(
      after: startingTokens(text.tokenizer), count: sampleLength, sampler: Sampler(temperature: 0.8), using: &generator)
    return text.tokenizer.decode(tokens)
  }

  /// Says once how long the run will take, for logs; on a terminal, the progress line always shows it.
  private func showTimeLeftOnce(_ metrics: Metrics) {
    guard !hasShownTimeLeft, metrics.step > 0, metrics.elapsed > 3, metrics.step < options.steps else { return }
    hasShownTimeLeft = true
    run.remarks.say("about \(progress.timeLeft(metrics)) left")
  }
}
