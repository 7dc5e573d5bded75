import Dispatch
import Layers

/// The time that a run has taken, and the tokens and seconds since its last line of metrics.
struct TrainingClock {
  private let start = DispatchTime.now().uptimeNanoseconds
  private let secondsBefore: Double
  private var secondsOfLastSave: Double
  /// The seconds of the steps since the last line, excluding the time between steps.
  private var trainingSeconds = 0.0
  private var tokens = 0
  private var stepBegan: Double

  init(secondsBefore: Double = 0) {
    (self.secondsBefore, secondsOfLastSave, stepBegan) = (secondsBefore, secondsBefore, secondsBefore)
  }

  /// The seconds of the whole run so far.
  var seconds: Double { secondsBefore + Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 }

  var secondsSinceSave: Double { seconds - secondsOfLastSave }

  mutating func noteSave() { secondsOfLastSave = seconds }

  /// Marks the start of a step: the time between two steps ends here.
  mutating func beginStep() { stepBegan = seconds }

  mutating func endStep(tokens: Int) {
    trainingSeconds += seconds - stepBegan
    self.tokens += tokens
  }

  /// Returns the tokens per second since the last call.
  mutating func takeTokensPerSecond() -> Double {
    defer { (trainingSeconds, tokens) = (0, 0) }
    return Double(tokens) / max(trainingSeconds, 1e-9)
  }
}

// The tasks that are due after a step. A run asks which are due, and does them itself:
//
//     while !trainer.isDone {
//       let step = try trainer.step(...)
//       if trainer.isReportDue(after: step) {
//         let loss = trainer.isEvaluationDue ? try trainer.checked(model.evaluate(...).loss) : nil
//         log(try trainer.metrics(of: step, validationLoss: loss))
//       }
//       if trainer.isCheckpointDue { save(...) }
//     }
extension Trainer {
  /// Records the time at the end of a step.
  func finished(_ step: Step) -> Step {
    clock.endStep(tokens: tokens(state.step) - tokens(state.step - 1))
    return step
  }

  /// Whether an evaluation is due now: at the start of a run, at each interval, and after the last step.
  public var isEvaluationDue: Bool {
    let (step, every) = (state.step, options.evaluateEvery)
    if step == 0 { return every > 0 }
    // The loss falls fastest at the start; with long intervals, two more evaluations show how.
    let isEarly = every >= 30 && (step == every / 10 || step == every / 3)
    return isEarly || options.isDue(step, every: every)
  }

  /// Whether a line of metrics is due after this step.
  public func isReportDue(after step: Step) -> Bool {
    isEvaluationDue || step.problem != nil || state.step % options.logEvery == 0
  }

  /// Whether a checkpoint is due now.
  public var isCheckpointDue: Bool {
    if let every = options.checkpointEvery { return options.isDue(state.step, every: every) }
    return options.isDue(state.step, every: options.evaluateEvery) || clock.secondsSinceSave > 600
  }

  /// The metrics at the start of a run.
  public func startingMetrics(validationLoss: Double?) -> Metrics {
    Metrics(
      step: 0, tokens: 0, trainLoss: nil, validationLoss: validationLoss, learningRate: learningRate, gradientNorm: 0,
      tokensPerSecond: 0, elapsed: clock.seconds)
  }

  /// The metrics of the last step.
  ///
  /// - Throws: `Problem` if a parameter is no longer finite: such a model is neither reported nor kept. Of a memory, only
  ///   the rows that are read can go bad, and then the loss of that very step shows it. So its tables, which are larger
  ///   than the rest of the model, are checked only before they are evaluated or saved.
  public func metrics(of step: Step, validationLoss: Double?) throws -> Metrics {
    try requireFiniteParameters { $0.role != .memory }
    let isSkipped = step.problem != nil
    return Metrics(
      step: state.step, tokens: tokens(state.step), trainLoss: isSkipped ? nil : step.loss,
      validationLoss: validationLoss, learningRate: step.learningRate, gradientNorm: isSkipped ? 0 : step.gradientNorm,
      tokensPerSecond: clock.takeTokensPerSecond(), elapsed: clock.seconds, skippedSteps: state.skippedSteps,
      problem: step.problem)
  }

  /// Checks that all parameters, or those that are included, are finite before the model is evaluated or saved.
  public func requireFiniteParameters(where isIncluded: (Parameter) -> Bool = { _ in true }) throws {
    if let name = nameOfNonFinite(where: isIncluded) {
      throw divergence("parameter \(name)", in: state.step, first: nil)
    }
  }

  /// Returns the validation loss that `evaluate` computes.
  ///
  /// - Throws: `Problem` if a parameter or the loss is not finite; the message names the first tensor that went bad.
  public func checked(_ evaluate: () -> Double) throws -> Double {
    try requireFiniteParameters()
    let loss = evaluate()
    guard loss.isFinite else { throw badLoss("validation loss", in: state.step) { _ = evaluate() } }
    return loss
  }

  /// The state to save now, including the time that the run has taken.
  ///
  /// - Throws: `Problem` if a parameter is no longer finite.
  public func stateToSave() throws -> TrainingState {
    try requireFiniteParameters()
    clock.noteSave()
    state.seconds = clock.seconds
    return state
  }
}
