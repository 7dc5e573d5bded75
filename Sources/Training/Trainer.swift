import Dispatch
import Files
import Layers
import Tensors

/// Trains whatever gives it a loss: it knows schedule, clipping, optimizer and random numbers, and no model.
///
///     let trainer = Trainer(model.namedParameters, options, tokensPerBatch: 12 * 64, seed: 1337)
///     try trainer.run(
///       batch: { random, learn in learn(model.loss(...), 1) },  // of a fresh batch, with its history
///       validationLoss: { evaluate(...) },                      // of the whole validation part
///       report: { metrics in print(metrics.line) })
///
/// What it does next depends on the parameters, the optimizer's moments and its ``state`` alone, so a run that goes on
/// from saved ones ends with the same bits as one that never stopped.
public final class Trainer {
  /// What the run was told.
  public let options: TrainingOptions
  /// The optimizer, whose moments a checkpoint keeps.
  public let optimizer: AdamW
  /// Where the training stands.
  public private(set) var state: TrainingState
  let parameters: [NamedParameter]
  /// Whether the state is a saved one: its line of metrics is then written, be it at step 0.
  private var isResumed = false
  private let schedule: LearningRateSchedule
  private let tokensPerStep: Int

  /// A trainer at step 0.
  ///
  /// - Parameters:
  ///   - tokensPerBatch: how many tokens one call of the loss trains on, for the figures.
  ///   - seed: where the random numbers of batches and dropout start.
  public init(_ parameters: [NamedParameter], _ options: TrainingOptions, tokensPerBatch: Int, seed: UInt64 = 0) {
    self.options = options
    self.parameters = parameters
    optimizer = AdamW(parameters, options)
    state = TrainingState(seed: seed)
    schedule = LearningRateSchedule(options)
    tokensPerStep = tokensPerBatch * options.accumulation
  }

  /// Goes on from a saved state; parameters and moments are loaded by the caller.
  public func resume(from state: TrainingState) {
    self.state = state
    isResumed = true
    optimizer.updateCount = state.step - state.skippedSteps
  }

  /// Computes the gradients of a piece of a batch.
  public typealias Learn = (_ loss: Tensor, _ share: Float) -> Void
  /// Goes through a fresh batch in pieces, and has the gradients of each computed by handing over the piece's mean
  /// loss, with its history, and its share of the batch; the shares add up to 1.
  ///
  /// All that is random about it comes from the first argument.
  public typealias LearnBatch = (_ random: inout Randomness, _ learn: Learn) -> Void

  /// What one step came to.
  public struct Step {
    /// The mean loss of the step's batches, before the update.
    public let loss: Float
    /// The length of the gradient before clipping.
    public let gradientNorm: Double
    /// The learning rate of the update.
    public let learningRate: Double
    /// Why there was no update, if there was none.
    public let problem: Problem?
  }

  /// One update: adds up the gradients of the step's batches, clips them, and moves the parameters.
  ///
  /// - Parameter loss: the mean loss of a fresh batch, with its history.
  /// - Throws: `Problem` when the loss or the gradient is not finite; parameters and state are as before.
  public func step(loss: () -> Tensor) throws -> Step { try step { _, learn in learn(loss(), 1) } }

  /// One update, as ``step(loss:)`` makes it, from batches that are gone through in pieces.
  ///
  /// Each piece frees its activations before the next begins, so a large batch needs no more memory than its largest
  /// piece:
  ///
  ///     try trainer.step { random, learn in
  ///       batch.fill(from: tokens, using: &random.batches)
  ///       for piece in batch.pieces(ofTokens: 2048) { learn(model.loss(...), piece.share) }
  ///     }
  ///
  /// With `skipsBadSteps`, a step whose loss or gradient is not finite is counted and nothing else, up to
  /// ``mostSkippedInARow``.
  public func step(batch: LearnBatch) throws -> Step {
    // Drawn from aside: the batch may look at the state, and after a bad step it is as before.
    var random = state.random
    var total: Float = 0
    withFixedWeights {
      for _ in 0..<options.accumulation {
        batch(&random) { loss, share in
          let share = share / Float(options.accumulation)
          let part = share == 1 ? loss : loss * share
          total += part.item
          part.backward()
        }
      }
    }
    let norm = optimizer.gradientNorm
    let rate = schedule.rate(at: state.step)
    defer { optimizer.clearGradients() }
    guard total.isFinite, norm.isFinite else {
      let problem =
        total.isFinite ? badGradient() : badLoss("loss", in: state.step + 1) { repeatBatches(batch) }
      guard options.skipsBadSteps, state.skippedInARow < Self.mostSkippedInARow, badParameter == nil else {
        throw problem
      }
      state.random = random
      state.step += 1
      state.skippedSteps += 1
      state.skippedInARow += 1
      return Step(loss: total, gradientNorm: norm, learningRate: rate, problem: problem)
    }
    let scale = options.clip > 0 ? min(1, options.clip / (norm + 1e-6)) : 1
    optimizer.update(learningRate: rate, gradientScale: scale)
    state.random = random
    state.step += 1
    state.skippedInARow = 0
    return Step(loss: total, gradientNorm: norm, learningRate: rate, problem: nil)
  }

  /// Computes the losses of the step that comes next once more, without their gradients.
  private func repeatBatches(_ batch: LearnBatch) {
    var random = state.random
    for _ in 0..<options.accumulation { batch(&random) { _, _ in } }
  }

  /// Runs all steps that are left, evaluating before the first and at each interval, if there is one, and after the last.
  ///
  /// - Parameters:
  ///   - batch: goes through a fresh batch in pieces; see ``LearnBatch``.
  ///   - validationLoss: the loss to judge the model by; none where there is nothing to evaluate on.
  ///   - report: called after every step that is logged, evaluated or skipped.
  ///   - save: called, after the report, when a checkpoint is due: at the start and the end, and between as the options
  ///     say.
  ///   - shouldStop: asked after each step.
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
      if let name = badParameter { throw divergence("parameter \(name)", in: state.step, first: nil) }
      state.seconds = seconds()
      try save()
      secondsOfLastSave = seconds()
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
      let before = seconds()
      let result = try step(batch: batch)
      let number = state.step
      trainingSeconds += seconds() - before
      tokensSinceLine += tokensPerStep
      let isEvaluated = options.isDue(number, every: options.evaluateEvery)
      if isEvaluated || result.problem != nil || number % options.logEvery == 0 {
        let isSkipped = result.problem != nil
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
      let isSaved =
        options.checkpointEvery.map { options.isDue(number, every: $0) }
        ?? (isEvaluated || seconds() - secondsOfLastSave > 600)
      if isSaved || isStopped { try saveNow() }
      if isStopped, number < options.steps { return false }
    }
    return true
  }
}

extension TrainingOptions {
  /// Whether something that happens at an interval, and after the last step, happens after this step.
  func isDue(_ step: Int, every interval: Int) -> Bool {
    step == steps || (interval > 0 && step % interval == 0)
  }
}
