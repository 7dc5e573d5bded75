import Dispatch
import Files
import Layers
import Tensors

/// Trains whatever gives it a loss: it knows schedule, clipping and optimizer, and no model.
///
///     let trainer = Trainer(model.parameters, options, tokensPerBatch: 12 * 64)
///     try trainer.run(
///       batch: { learn in learn(model.loss(...), 1) },  // of a fresh batch, with its history
///       validationLoss: { evaluate(...) },              // of the whole validation part
///       report: { metrics in print(metrics.line) })
public final class Trainer {
  /// What the run was told.
  public let options: TrainingOptions
  private let optimizer: AdamW
  private let schedule: LearningRateSchedule
  private let tokensPerStep: Int

  /// A trainer at step 0.
  ///
  /// - Parameter tokensPerBatch: how many tokens one call of the loss trains on, for the figures.
  public init(_ parameters: [Parameter], _ options: TrainingOptions, tokensPerBatch: Int) {
    self.options = options
    optimizer = AdamW(parameters, options)
    schedule = LearningRateSchedule(options)
    tokensPerStep = tokensPerBatch * options.accumulation
  }

  /// What one step came to.
  public struct Step {
    /// The mean loss of the step's batches, before the update.
    public let loss: Float
    /// The length of the gradient before clipping.
    public let gradientNorm: Double
    /// The learning rate of the update.
    public let learningRate: Double
  }

  /// One update: adds up the gradients of the step's batches, clips them, and moves the parameters.
  ///
  /// - Parameter loss: the mean loss of a fresh batch, with its history.
  /// - Throws: `Problem` when the loss or the gradient is not a finite number; the parameters are as before.
  public func step(loss: () -> Tensor) throws -> Step { try step(batch: { learn in learn(loss(), 1) }) }

  /// One update, as ``step(loss:)`` makes it, from batches that are gone through in pieces.
  ///
  /// Each piece frees its activations before the next begins, so a large batch needs no more memory than its largest
  /// piece:
  ///
  ///     try trainer.step { learn in
  ///       for piece in batch.pieces(ofTokens: 2048) { learn(model.loss(...), piece.share) }
  ///     }
  ///
  /// - Parameter batch: goes through a fresh batch, and has the gradients of each piece computed by handing over the
  ///   piece's mean loss and its share of the batch; the shares add up to 1.
  public func step(batch: (_ learn: (_ loss: Tensor, _ share: Float) -> Void) -> Void) throws -> Step {
    let number = optimizer.updateCount
    var total: Float = 0
    withFixedWeights {
      for _ in 0..<options.accumulation {
        batch { loss, share in
          let share = share / Float(options.accumulation)
          let part = share == 1 ? loss : loss * share
          total += part.item
          part.backward()
        }
      }
    }
    let norm = optimizer.gradientNorm
    guard total.isFinite, norm.isFinite else {
      optimizer.clearGradients()
      throw divergence(total.isFinite ? "gradient" : "loss", number)
    }
    let rate = schedule.rate(at: number)
    let scale = options.clip > 0 ? min(1, options.clip / (norm + 1e-6)) : 1
    optimizer.update(learningRate: rate, gradientScale: scale)
    optimizer.clearGradients()
    return Step(loss: total, gradientNorm: norm, learningRate: rate)
  }

  private func divergence(_ what: String, _ step: Int) -> Problem {
    Problem(
      .badData, "the \(what) is no longer a finite number at step \(step)",
      suggestion: "A lower --learning-rate or a longer --warmup helps.")
  }

  /// Runs all steps, evaluating before the first and at each interval, if there is one, and after the last.
  ///
  /// - Parameters:
  ///   - batch: goes through a fresh batch in pieces; see ``step(batch:)``.
  ///   - validationLoss: the loss to judge the model by; none where there is nothing to evaluate on.
  ///   - report: called after every step that is logged or evaluated.
  public func run(
    batch: (_ learn: (_ loss: Tensor, _ share: Float) -> Void) -> Void, validationLoss: (() -> Double)?,
    report: (Metrics) throws -> Void
  ) throws {
    let start = DispatchTime.now().uptimeNanoseconds
    func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 }
    func judged(_ step: Int) throws -> Double? {
      guard let loss = validationLoss?() else { return nil }
      guard loss.isFinite else { throw divergence("validation loss", step) }
      return loss
    }
    var trainingSeconds = 0.0, tokensSinceLine = 0
    try report(
      Metrics(
        step: 0, tokens: 0, trainLoss: nil, validationLoss: options.evaluateEvery > 0 ? try judged(0) : nil,
        learningRate: schedule.rate(at: 0), gradientNorm: 0, tokensPerSecond: 0, elapsed: seconds()))
    for number in stride(from: 1, through: options.steps, by: 1) {
      let before = seconds()
      let result = try step(batch: batch)
      trainingSeconds += seconds() - before
      tokensSinceLine += tokensPerStep
      let isLast = number == options.steps
      let isEvaluated = isLast || (options.evaluateEvery > 0 && number % options.evaluateEvery == 0)
      guard isEvaluated || number % options.logEvery == 0 else { continue }
      try report(
        Metrics(
          step: number, tokens: number * tokensPerStep, trainLoss: result.loss,
          validationLoss: isEvaluated ? try judged(number) : nil, learningRate: result.learningRate,
          gradientNorm: result.gradientNorm, tokensPerSecond: Double(tokensSinceLine) / max(trainingSeconds, 1e-9),
          elapsed: seconds()))
      (trainingSeconds, tokensSinceLine) = (0, 0)
    }
  }
}
