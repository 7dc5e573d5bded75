import Dispatch

/// The time that a run has taken, and the tokens and seconds since its last line of metrics.
struct TrainingClock {
  private let start = DispatchTime.now().uptimeNanoseconds
  private let secondsBefore: Double
  private var secondsOfLastSave: Double
  /// Of the steps since the last line, without what was done between them.
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

  /// What comes now is a step, and no longer what stood between two.
  mutating func beginStep() { stepBegan = seconds }

  mutating func endStep(tokens: Int) {
    trainingSeconds += seconds - stepBegan
    self.tokens += tokens
  }

  /// The speed since it was last asked for.
  mutating func takeTokensPerSecond() -> Double {
    defer { (trainingSeconds, tokens) = (0, 0) }
    return Double(tokens) / max(trainingSeconds, 1e-9)
  }
}

// What is due after a step. A run asks, and does what is due itself:
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
  /// Takes note of the time when a step is over.
  func finished(_ step: Step) -> Step {
    clock.endStep(tokens: tokensPerStep)
    return step
  }

  /// Whether the model is to be evaluated now: at the start of a run, at each interval, and after the last step.
  public var isEvaluationDue: Bool {
    state.step == 0 ? options.evaluateEvery > 0 : options.isDue(state.step, every: options.evaluateEvery)
  }

  /// Whether a line of metrics is to be written after this step.
  public func isReportDue(after step: Step) -> Bool {
    isEvaluationDue || step.problem != nil || state.step % options.logEvery == 0
  }

  /// Whether a checkpoint is to be saved now.
  public var isCheckpointDue: Bool {
    if let every = options.checkpointEvery { return options.isDue(state.step, every: every) }
    return options.isDue(state.step, every: options.evaluateEvery) || clock.secondsSinceSave > 600
  }

  /// The line of metrics at the start of a run.
  public func startingMetrics(validationLoss: Double?) -> Metrics {
    Metrics(
      step: 0, tokens: 0, trainLoss: nil, validationLoss: validationLoss, learningRate: learningRate, gradientNorm: 0,
      tokensPerSecond: 0, elapsed: clock.seconds)
  }

  /// The line of metrics of the step that was made last.
  ///
  /// - Throws: `Problem` when a parameter is no longer finite: such a model is neither reported nor kept.
  public func metrics(of step: Step, validationLoss: Double?) throws -> Metrics {
    try requireFiniteParameters()
    let isSkipped = step.problem != nil
    return Metrics(
      step: state.step, tokens: state.step * tokensPerStep, trainLoss: isSkipped ? nil : step.loss,
      validationLoss: validationLoss, learningRate: step.learningRate, gradientNorm: isSkipped ? 0 : step.gradientNorm,
      tokensPerSecond: clock.takeTokensPerSecond(), elapsed: clock.seconds, skippedSteps: state.skippedSteps,
      problem: step.problem)
  }

  /// Checks that what is about to be judged or saved is finite.
  public func requireFiniteParameters() throws {
    if let name = badParameter { throw divergence("parameter \(name)", in: state.step, first: nil) }
  }

  /// The validation loss that `evaluate` computes.
  ///
  /// - Throws: `Problem` when a parameter or the loss is not finite, with the first tensor that went bad.
  public func checked(_ evaluate: () -> Double) throws -> Double {
    try requireFiniteParameters()
    let loss = evaluate()
    guard loss.isFinite else { throw badLoss("validation loss", in: state.step) { _ = evaluate() } }
    return loss
  }

  /// The state to save now, with the time that the run has taken.
  ///
  /// - Throws: `Problem` when a parameter is no longer finite.
  public func stateToSave() throws -> TrainingState {
    try requireFiniteParameters()
    clock.noteSave()
    state.seconds = clock.seconds
    return state
  }
}
