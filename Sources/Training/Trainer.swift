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
  public internal(set) var state: TrainingState
  /// What to do when the numbers stop being finite, for whoever runs this trainer: the caller knows what its options are
  /// called. The argument says whether leaving out the bad step would help.
  public var advice: (_ skippingHelps: Bool) -> String = { _ in "A lower learning rate helps." }
  let parameters: [NamedParameter]
  /// Whether the state is a saved one: its line of metrics is then written, be it at step 0.
  private(set) var isResumed = false
  let schedule: LearningRateSchedule
  let tokensPerStep: Int

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
}
