import Files
import Layers
import Tensors

/// Trains anything that returns a loss: it knows the schedule, clipping, the optimizer and random numbers, but no
/// model.
///
///     let trainer = Trainer(model.namedParameters, options, tokensPerStep: 12 * 64, seed: 1337)
///     while !trainer.isDone {
///       var generator = trainer.state.batchGenerator
///       batch.fill(from: tokens, using: &generator)
///       let step = try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { microBatch, pass in
///         model.loss(microBatch, &pass)
///       }
///       print(step.loss)
///     }
///
/// Its next step depends only on the parameters, the optimizer state and its ``state``, so a run that resumes from
/// saved ones ends with the same bits as one that never stopped.
public final class Trainer {
  /// The settings of the run.
  public let options: TrainingOptions
  /// The optimizer; a checkpoint saves its state.
  public let optimizer: any Optimizer
  /// The state of the training run.
  public internal(set) var state: TrainingState
  /// Advice for the user when the numbers are no longer finite. The program that runs this trainer sets it, since it
  /// knows what its options are called. The argument says whether skipping the bad step would help.
  public var advice: (_ skippingHelps: Bool) -> String = { _ in "Try a lower learning rate." }
  /// Measures the time and decides what is due; see `TrainingClock.swift`.
  var clock: TrainingClock
  let parameters: [NamedParameter]
  /// Returns the number of tokens, or other units of the data, in the first steps of the run.
  let tokens: (_ inFirstSteps: Int) -> Int
  private let schedule: LearningRateSchedule
  private var isResumed = false
  /// The gradients of each group of micro-batches; created when they are first needed, and kept.
  private var groupGradients: [Gradients] = []

  /// Creates a trainer at step 0. Impossible options, as in ``TrainingOptions/validate(_:)``, stop the program.
  ///
  /// - Parameters:
  ///   - optimizer: the rule that moves the parameters; by default, the one that the options name.
  ///   - tokensPerStep: the number of tokens, or other units of the data, that one step trains on, for the metrics.
  ///   - seed: the seed of the random numbers for batches and dropout.
  public convenience init(
    _ parameters: [NamedParameter], _ options: TrainingOptions, optimizer: (any Optimizer)? = nil, tokensPerStep: Int,
    seed: UInt64 = 0
  ) {
    require(tokensPerStep >= 0, "Trainer: \(tokensPerStep) tokens per step")
    self.init(parameters, options, optimizer: optimizer, tokens: { $0 * tokensPerStep }, seed: seed)
  }

  /// Creates a trainer at step 0 whose steps differ in their number of tokens.
  ///
  /// - Parameter tokens: returns the number of tokens in the first steps of the run.
  public init(
    _ parameters: [NamedParameter], _ options: TrainingOptions, optimizer: (any Optimizer)? = nil,
    tokens: @escaping (_ inFirstSteps: Int) -> Int, seed: UInt64 = 0
  ) {
    options.requirePossible(for: "Trainer")
    self.options = options
    self.parameters = parameters
    self.optimizer = optimizer ?? options.makeOptimizer(parameters)
    self.tokens = tokens
    state = TrainingState(seed: seed)
    schedule = options.schedule
    clock = TrainingClock()
  }

  /// Resumes from a saved state; the caller loads the parameters and the optimizer state.
  public func resume(from state: TrainingState) {
    self.state = state
    isResumed = true
    clock = TrainingClock(secondsBefore: state.seconds)
    optimizer.updateCount = state.step - state.skippedSteps
  }

  /// Calls `body` while the model has the weights by which it is judged and saved: their moving averages, if the options
  /// ask for them.
  public func withEvaluationWeights<Result>(_ body: () throws -> Result) rethrows -> Result {
    if let averaging = optimizer as? AveragingOptimizer { return try averaging.withAverages(body) }
    return try body()
  }

  /// Whether this is the very start: nothing has been trained, reported or saved, not even by an earlier process.
  public var isNew: Bool { state.step == 0 && !isResumed }

  /// Whether all steps are done.
  public var isDone: Bool { state.step >= options.steps }

  /// The learning rate of the next step.
  var learningRate: Double { schedule.rate(at: state.step, of: options.steps) }

  /// The result of one step.
  public struct Step: Equatable, Sendable {
    /// The mean loss of the step's batch, before the update.
    public let loss: Float
    /// The norm of the gradient before clipping.
    public let gradientNorm: Double
    /// The learning rate of the update.
    public let learningRate: Double
    /// Why there was no update; nil if there was one.
    public let problem: Problem?
  }

  /// The largest number of sets of gradients in a step. Each set is as large as the model, and with n sets, n
  /// micro-batches can be computed at the same time.
  static let mostGroups = 4

  /// Makes one update from a batch that is split into micro-batches: adds up their gradients, clips them, and moves the
  /// parameters.
  ///
  /// One core computes a micro-batch from start to finish by itself, and several cores compute several micro-batches at
  /// the same time. The micro-batches form up to four groups of neighbors. Within a group, they run one after another
  /// and add to one set of gradients; the groups' sets are added up in a fixed tree. The groups and the tree depend
  /// only on the number of micro-batches, so a step produces the same bits on any number of threads. For the same
  /// reason, a batch should be split by its shape alone. The activations of a micro-batch are freed before the next one
  /// of its group begins, so a large batch needs no more memory than a few of its micro-batches.
  ///
  /// With `skipsBadSteps`, a step whose loss or gradient is not finite is only counted, up to ``mostSkippedInARow``.
  ///
  /// - Parameters:
  ///   - microBatches: the micro-batches; at least one.
  ///   - weights: the weight of each micro-batch, in total 1; nil if all are equal.
  ///   - loss: returns the mean loss of a micro-batch. It must not change any shared state, since several calls run at
  ///     the same time. It must draw random numbers only from the pass.
  /// - Throws: `Problem` if the loss or the gradient is not finite; parameters and state are then unchanged.
  public func step<MicroBatch>(
    _ microBatches: [MicroBatch], weights: [Float]? = nil,
    loss: (_ microBatch: MicroBatch, _ pass: inout ForwardPass) -> Tensor
  ) throws -> Step {
    require(
      !microBatches.isEmpty && weights?.count ?? microBatches.count == microBatches.count,
      "Trainer: there must be at least one micro-batch, and a weight for each")
    if let weights {
      let sum = weights.reduce(0, +)
      require(
        weights.allSatisfy { $0 >= 0 } && abs(sum - 1) < 1e-3,
        "Trainer: the weights of the micro-batches, \(weights), do not add up to 1")
    }
    clock.beginStep()
    let weights = weights ?? Array(repeating: 1 / Float(microBatches.count), count: microBatches.count)
    let (total, sets) = gradients(of: microBatches, weights, loss)
    let norm = Gradients.sum(sets).squareRoot()
    let rate = learningRate
    guard total.isFinite, norm.isFinite else {
      let problem =
        total.isFinite
        ? badGradient(sets[0])
        : badLoss("loss", in: state.step + 1) {
          for (i, microBatch) in microBatches.enumerated() { _ = self.loss(of: microBatch, i, loss) }
        }
      guard options.skipsBadSteps, state.skippedInARow < Self.mostSkippedInARow, badParameter == nil else {
        throw problem
      }
      state.step += 1
      state.skippedSteps += 1
      state.skippedInARow += 1
      return finished(Step(loss: total, gradientNorm: norm, learningRate: rate, problem: problem))
    }
    let scale = options.clip > 0 ? min(1, options.clip / (norm + 1e-6)) : 1
    optimizer.update(sets[0], learningRate: rate, gradientScale: scale)
    state.step += 1
    state.skippedInARow = 0
    return finished(Step(loss: total, gradientNorm: norm, learningRate: rate, problem: nil))
  }

  /// Makes one update, like ``step(_:weights:loss:)``, from a batch that is a single micro-batch.
  public func step(loss: (_ pass: inout ForwardPass) -> Tensor) throws -> Step { try step([()]) { loss(&$1) } }

  /// The batch's mean loss, and the gradients of each group of micro-batches.
  private func gradients<MicroBatch>(
    of microBatches: [MicroBatch], _ weights: [Float],
    _ loss: (_ microBatch: MicroBatch, _ pass: inout ForwardPass) -> Tensor
  ) -> (loss: Float, sets: [Gradients]) {
    let tensors = parameters.map(\.parameter), groups = min(microBatches.count, Self.mostGroups)
    while groupGradients.count < groups { groupGradients.append(Gradients(of: tensors)) }
    let sets = Array(groupGradients[..<groups])
    var losses = [Float](repeating: 0, count: microBatches.count)
    for set in sets { set.removeAll() }
    // A tensor allocates its memory when it is first touched, which several threads must not do at the same time.
    for tensor in tensors { _ = tensor.data }
    // The micro-batches of a group are neighbors, and run one after another.
    let starts = (0...groups).map { microBatches.count * $0 / groups }
    cachingPackedWeights(of: tensors) {
      losses.withUnsafeMutableBufferPointer { losses in
        forEachPart(inChains: zip(starts, starts.dropFirst()).map { $1 - $0 }) { group, number in
          let i = starts[group] + number, value = self.loss(of: microBatches[i], i, loss)
          losses[i] = value.item
          value.backward(into: sets[group], scale: weights[i])
        }
      }
    }
    var total = 0.0
    for (loss, weight) in zip(losses, weights) { total += Double(loss) * Double(weight) }
    return (Float(total), sets)
  }

  /// Returns the loss of a micro-batch in the next step.
  private func loss<MicroBatch>(
    of microBatch: MicroBatch, _ number: Int, _ loss: (_ microBatch: MicroBatch, _ pass: inout ForwardPass) -> Tensor
  ) -> Tensor {
    var pass = ForwardPass.training(state.dropoutGenerator(microBatch: number))
    return loss(microBatch, &pass)
  }
}
