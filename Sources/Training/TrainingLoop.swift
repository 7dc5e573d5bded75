import Dispatch
import Files
import Tensors

extension Trainer {
  /// Runs all steps that are left, evaluating before the first and at each interval, if there is one, and after the last.
  ///
  /// - Parameters:
  ///   - batch: goes through a fresh batch in pieces; see ``LearnBatch``.
  ///   - validationLoss: the loss to judge the model by; none where there is nothing to evaluate on.
  ///   - report: called after every step that is logged, evaluated or skipped.
  ///   - save: called, after the report, when a checkpoint is due: at the start and the end, and between as the options
  ///     say.
  ///   - shouldStop: asked before the first step and after each.
  /// - Returns: false when it was stopped before the last step; the checkpoint is then saved.
  @discardableResult
  public func run(
    batch: LearnBatch, validationLoss: (() -> Double)?, report: (Metrics) throws -> Void,
    save: () throws -> Void = {}, shouldStop: () -> Bool = { false }
  ) throws -> Bool {
    let (start, secondsBefore) = (DispatchTime.now().uptimeNanoseconds, state.seconds)
    func seconds() -> Double { secondsBefore + Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 }
    var (secondsOfLastSave, trainingSeconds, tokensSinceLine) = (seconds(), 0.0, 0)
    func saveNow() throws {
      state.seconds = seconds()
      try save()
      secondsOfLastSave = seconds()
    }
    /// What is not finite is neither judged nor kept.
    func requireFiniteParameters() throws {
      if let name = badParameter { throw divergence("parameter \(name)", in: state.step, first: nil) }
    }
    func judged() throws -> Double? {
      guard let loss = validationLoss?() else { return nil }
      guard loss.isFinite else {
        throw badLoss("validation loss", in: state.step) { _ = validationLoss?() }
      }
      return loss
    }
    if !isResumed {
      try report(
        Metrics(
          step: 0, tokens: 0, trainLoss: nil, validationLoss: options.evaluateEvery > 0 ? try judged() : nil,
          learningRate: schedule.rate(at: 0), gradientNorm: 0, tokensPerSecond: 0, elapsed: seconds()))
      try saveNow()
    }
    while state.step < options.steps {
      // A signal may have come while the start was evaluated.
      if state.step == 0, shouldStop() { return false }
      let before = seconds()
      let result = try step(batch: batch)
      let number = state.step
      trainingSeconds += seconds() - before
      tokensSinceLine += tokensPerStep
      let isSkipped = result.problem != nil
      let isEvaluated = options.isDue(number, every: options.evaluateEvery)
      let isReported = isEvaluated || isSkipped || number % options.logEvery == 0
      let isSaved =
        options.checkpointEvery.map { options.isDue(number, every: $0) }
        ?? (isEvaluated || seconds() - secondsOfLastSave > 600)
      if isReported || isSaved { try requireFiniteParameters() }
      if isReported {
        try report(
          Metrics(
            step: number, tokens: number * tokensPerStep, trainLoss: isSkipped ? nil : result.loss,
            validationLoss: isEvaluated ? try judged() : nil, learningRate: result.learningRate,
            gradientNorm: isSkipped ? 0 : result.gradientNorm,
            tokensPerSecond: Double(tokensSinceLine) / max(trainingSeconds, 1e-9), elapsed: seconds(),
            skippedSteps: state.skippedSteps, problem: result.problem))
        (trainingSeconds, tokensSinceLine) = (0, 0)
      }
      let isStopped = shouldStop()
      if isStopped { try requireFiniteParameters() }
      if isSaved || isStopped { try saveNow() }
      if isStopped, number < options.steps { return false }
    }
    return true
  }
}
