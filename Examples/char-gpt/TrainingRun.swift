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

/// A training run of the GPT, ready to go on from where it stands: it writes its folder as it goes.
final class TrainingRun {
  let record: RunRecord
  let folder: RunFolder
  let model: GPT
  let trainer: Trainer
  private let tokenizer: CharacterTokenizer
  private let split: Split
  private let remarks: Remarks
  private var history: [Metrics] = []
  private var best: (step: Int, validationLoss: Double?)?
  private var hasSaidTimeLeft = false
  /// How many characters are written at each evaluation, to be looked at.
  private let sampleLength = 300

  init(
    _ record: RunRecord, _ tokenizer: CharacterTokenizer, _ split: Split, _ folder: RunFolder, _ remarks: Remarks
  ) {
    (self.record, self.tokenizer, self.split, self.folder) = (record, tokenizer, split, folder)
    self.remarks = remarks
    model = GPT(record.model)
    trainer = Trainer(
      model.namedParameters, record.training,
      tokensPerStep: record.batchSize * record.model.contextLength * record.training.accumulation,
      seed: UInt64(record.seed))
    trainer.advice = { skippingHelps in
      "A lower --learning-rate, a longer --warmup or a smaller --clip helps"
        + (skippingHelps ? "; --skip-bad-steps leaves such updates out." : ".")
    }
  }

  private var options: TrainingOptions { record.training }

  /// What the run came to.
  struct Outcome: Encodable {
    let folder: String
    let steps: Int
    let parameters: Int
    let trainLoss: Float?
    let validationLoss: Double?
    /// How far the validation loss is above the floor, where there are both.
    let percentAboveFloor: Double?
    let bestStep: Int
    let skippedSteps: Int
    let seconds: Double
  }

  /// Takes up the run where a checkpoint left it, with what it reported until then.
  ///
  /// - Throws: `Problem` of kind `badData` that names the file at fault.
  func resume(from checkpoint: Checkpoint) throws {
    best = try folder.best()
    try folder.resume(from: checkpoint, model, trainer)
    history = try folder.readMetrics()
  }

  /// Makes all steps that are left.
  ///
  /// - Throws: `Problem`: when numbers stop being finite, when the folder cannot be written, or when a signal asked the
  ///   run to end; the last good checkpoint is then in the folder, and the problem says how to go on.
  func run() throws -> Outcome {
    Interruption.startListening()
    do {
      if trainer.isNew {
        try report(trainer.startingMetrics(validationLoss: evaluateIfDue()))
        try save()
      }
      // Read once per step: a signal that comes between two looks would end the run with a step that is not saved.
      var interruption = Interruption.received
      while !trainer.isDone, interruption == nil {
        let (parts, weights) = nextBatch()
        let step = try trainer.step(parts, weights: weights) { microBatch, pass in model.loss(microBatch, &pass) }
        if trainer.isReportDue(after: step) {
          try report(trainer.metrics(of: step, validationLoss: evaluateIfDue()))
        }
        interruption = Interruption.received
        if trainer.isCheckpointDue || interruption != nil { try save() }
      }
      remarks.finish()
      if !trainer.isDone, let interruption {
        throw interruption.problem(
          "after step \(Formats.grouped(trainer.state.step)) of \(Formats.grouped(options.steps)); all is saved",
          suggestion: "Go on with: \(resumeCommand)")
      }
    } catch let problem as Problem where [.inputOutput, .badData].contains(problem.kind) {
      throw Problem(problem.kind, problem.message, suggestion: advice(after: problem))
    }
    return Outcome(
      folder: folder.path, steps: trainer.state.step, parameters: model.parameterCount,
      trainLoss: history.last?.trainLoss, validationLoss: best?.validationLoss,
      percentAboveFloor: percentAboveFloor,
      bestStep: best?.step ?? trainer.state.step, skippedSteps: trainer.state.skippedSteps,
      seconds: trainer.state.seconds)
  }

  /// The batches of the step that comes next, in parts, and each part's share of them.
  private func nextBatch() -> (parts: [Batch], weights: [Float]) {
    var generator = trainer.state.batchGenerator
    var batch = Batch(batchSize: record.batchSize, length: record.model.contextLength)
    var parts: [Batch] = [], weights: [Float] = []
    for _ in 0..<options.accumulation {
      batch.fill(from: split.training, using: &generator)
      parts += batch.microBatches
      weights += batch.microBatchWeights.map { $0 / Float(options.accumulation) }
    }
    return (parts, weights)
  }

  /// The loss over the validation part, if it is time for it and there is such a part.
  private func evaluateIfDue() throws -> Double? {
    guard trainer.isEvaluationDue, !split.validation.isEmpty else { return nil }
    return try trainer.checked {
      model.evaluate(
        split.validation, batchSize: record.batchSize, stride: record.evaluateStride, limit: record.evaluateBatches
      ).loss
    }
  }

  private var resumeCommand: String { "swift run char-gpt train --resume --out \(folder.path)" }

  /// What to do when the run cannot go on, and what is left of it.
  private func advice(after problem: Problem) -> String? {
    guard let step = try? folder.lastCheckpoint().training.step else { return problem.suggestion }
    let whole = "The checkpoint of step \(Formats.grouped(step)) is whole"
    return problem.kind == .badData
      ? "\(problem.suggestion ?? "") \(whole): go on with \(resumeCommand) --learning-rate X"
      : "\(whole); when \(folder.path) can be written again, go on with \(resumeCommand)"
  }
}

// MARK: - What the run writes and says

extension TrainingRun {
  private func report(_ metrics: Metrics) throws {
    history.append(metrics)
    try folder.append(metrics)
    if let problem = metrics.problem {
      remarks.say("step \(Formats.grouped(metrics.step)) skipped: \(problem.message)")
    }
    remarks.update(progressLine(metrics))
    sayTimeLeftOnce(metrics)
    guard options.isDue(metrics.step, every: options.evaluateEvery) else { return }
    // Without a validation part the latest model is the best.
    let isBest = metrics.validationLoss.map { $0 < best?.validationLoss ?? .infinity } ?? true
    if isBest {
      best = (metrics.step, metrics.validationLoss)
      try folder.write(best: model, metrics)
    }
    try folder.append(sample: "--- step \(metrics.step) ---\n" + sample(step: metrics.step) + "\n\n")
    try folder.write(curve.svg(), to: "loss.svg")
    remarks.say(
      progressLine(metrics) + (isBest && metrics.step > 0 && metrics.validationLoss != nil ? "  best" : ""))
  }

  private var curve: LossCurve {
    var curve = LossCurve(title: title, metrics: history)
    curve.floor = floor
    return curve
  }

  /// The floor in the unit of the losses, nats a character.
  private var floor: Double? { record.floor.map { $0 * log(2) } }

  private var percentAboveFloor: Double? {
    guard let floor, let loss = best?.validationLoss else { return nil }
    return 100 * (loss / floor - 1)
  }

  private func save() throws {
    // First, for what comes after the checkpoint is not done again by a run that goes on from it.
    if record.keepsModel(ofStep: trainer.state.step) { try folder.keepModel(model, step: trainer.state.step) }
    try folder.saveCheckpoint(model, trainer)
  }

  private var title: String {
    "\(record.text.path.split(separator: "/").last ?? ""): \(Formats.grouped(model.parameterCount)) parameters"
  }

  /// What the model writes by itself at this point; the same at the same step of the same run.
  private func sample(step: Int) -> String {
    var generator = RandomGenerator(seed: UInt64(record.seed), stream: UInt64(1000 + step))
    var tokens: [Int32] = []
    model.generate(
      after: startingTokens(tokenizer), count: sampleLength, sampler: Sampler(temperature: 0.8),
      using: &generator
    ) { tokens.append($0) }
    return tokenizer.decode(tokens)
  }

  private func progressLine(_ metrics: Metrics) -> String {
    var parts = ["step \(Formats.grouped(metrics.step)) of \(Formats.grouped(options.steps))"]
    if let loss = metrics.trainLoss { parts.append("loss \(Formats.fixed(Double(loss), decimals: 4))") }
    if let loss = metrics.validationLoss { parts.append("validation \(Formats.fixed(loss, decimals: 4))") }
    if metrics.step > 0 {
      parts.append("\(Formats.grouped(Int(metrics.tokensPerSecond))) tokens/s")
      parts.append(metrics.step == options.steps ? Formats.duration(metrics.elapsed) : "\(timeLeft(metrics)) left")
    }
    return parts.joined(separator: "  ")
  }

  /// By the mean time of all steps, evaluations included.
  private func timeLeft(_ metrics: Metrics) -> String {
    Formats.duration(metrics.elapsed / Double(max(1, metrics.step)) * Double(options.steps - metrics.step))
  }

  /// In a log, what one wants to know first of a long run; on a terminal the line in progress says it.
  private func sayTimeLeftOnce(_ metrics: Metrics) {
    guard !hasSaidTimeLeft, metrics.step > 0, metrics.elapsed > 3, metrics.step < options.steps else { return }
    hasSaidTimeLeft = true
    remarks.say("about \(timeLeft(metrics)) left")
  }
}
