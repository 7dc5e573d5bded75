import Console
import Files
import Foundation
import Layers
import Reports
import Runs
import Training

/// A stage on the way from a text completer to an assistant, as a training run of its own: it logs, keeps the best model,
/// saves, and resumes with the same bits.
///
///     let stage = Stage(model, trainer, in: folder, resumeCommand: command, remarks)
///     if isBegun { try stage.resume() }
///     try stage.train(title: "fine-tuning", step: { try trainer.step(...) }, evaluate: { loss })
///
/// The stages differ in what a step is and in how the model is judged; everything else is here.
public final class Stage {
  /// The run.
  public let run: Run
  /// Makes the updates.
  public let trainer: Trainer
  /// What a checkpoint holds.
  private let trained: any Module
  /// Returns what is kept as the result whenever the model is the best so far.
  public var result: () throws -> any Module
  /// Writes what belongs to the result, before it is kept: a run that is killed in between does both again.
  public var beforeResult: () throws -> Void = {}
  private let progress: StepProgress
  /// The number of evaluations without a better model after which the run ends; nil for never.
  public var patience: Int?

  /// Creates a stage.
  ///
  /// - Parameters:
  ///   - model: what is kept as the result.
  ///   - trained: what is trained and saved to resume, if that is more than the model.
  public init(
    _ model: any Module, trained: (any Module)? = nil, _ trainer: Trainer, in folder: RunFolder, resumeCommand: String,
    _ remarks: Remarks
  ) {
    (result, self.trained, self.trainer) = ({ model }, trained ?? model, trainer)
    run = Run(in: folder, resumeCommand: resumeCommand, remarks)
    progress = StepProgress(of: trainer.options.steps)
  }

  /// Continues from the last checkpoint, with everything that the run has logged up to it.
  ///
  /// - Throws: `Problem` of kind `missing` if there is no checkpoint, `badData` that names the file at fault.
  public func resume() throws {
    let checkpoint = try run.folder.lastCheckpoint()
    guard checkpoint.training.step <= trainer.options.steps else {
      throw Problem(
        .usage,
        "\(run.folder.path) has already completed \(Formats.count(checkpoint.training.step, "step"))",
        suggestion: "\(Problem.setting("steps")) must be at least that.")
    }
    try run.restoreBest()
    try run.folder.resume(from: checkpoint, trained, trainer)
    try run.restoreHistory()
  }

  /// Whether the run was stopped because the model no longer became better.
  public var hasStoppedEarly: Bool {
    guard let patience, let best = run.best?.step else { return false }
    return run.history.filter { $0.step > best && $0.validationLoss != nil }.count >= patience
  }

  /// Runs the remaining steps.
  ///
  /// - Parameters:
  ///   - title: what the picture of the losses is about.
  ///   - step: makes one or more updates, and returns the last.
  ///   - evaluate: returns the loss by which the model is judged; nil if the latest model is the best.
  /// - Throws: `Problem`; see `Run.train`.
  public func train(
    title: String, step advance: () throws -> Trainer.Step, evaluate: () throws -> Double?
  ) throws {
    try run.train {
      if trainer.isNew {
        let loss = trainer.isEvaluationDue ? try checked(evaluate) : nil
        try log(trainer.startingMetrics(validationLoss: loss), title: title, isEvaluated: loss != nil)
        try run.saveIfDue(true, save)
      }
      while !trainer.isDone, !hasStoppedEarly, run.continues {
        let before = trainer.state.step, step = try advance()
        let isEvaluated = isDue(trainer.options.evaluateEvery, since: before)
        if isEvaluated || step.problem != nil || isDue(trainer.options.logEvery, since: before) {
          let loss = isEvaluated ? try checked(evaluate) : nil
          try log(trainer.metrics(of: step, validationLoss: loss), title: title, isEvaluated: isEvaluated)
        }
        try run.saveIfDue(isEvaluated || trainer.isCheckpointDue || hasStoppedEarly, save)
      }
      try run.requireEnd(
        trainer.isDone || hasStoppedEarly,
        "after step \(Formats.grouped(trainer.state.step)) of \(Formats.grouped(trainer.options.steps))")
    }
  }

  private func checked(_ evaluate: () throws -> Double?) throws -> Double? {
    try trainer.requireFiniteParameters()
    return try evaluate()
  }

  /// Whether a task was due at one of the steps since `before`: a step can be a round of several updates.
  private func isDue(_ interval: Int, since before: Int) -> Bool {
    let step = trainer.state.step
    return trainer.isDone || interval > 0 && step / interval > before / interval
  }

  private func log(_ metrics: Metrics, title: String, isEvaluated: Bool) throws {
    try run.report(metrics, on: progress)
    guard isEvaluated else { return }
    if run.isBest(metrics) {
      try beforeResult()
      try run.keepIfBest(result(), metrics)
    }
    try run.writeCurve(title: title)
    run.remarks.say(progress.line(metrics))
  }

  private func save() throws { try run.folder.saveCheckpoint(trained, trainer) }
}
