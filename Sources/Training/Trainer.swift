import Files
import Layers
import Tensors

/// Trains whatever gives it a loss: it knows the schedule, clipping, the optimizer and random numbers, and no model.
///
///     let trainer = Trainer(model.namedParameters, options, tokensPerStep: 12 * 64, seed: 1337)
///     while !trainer.isDone {
///       var generator = trainer.state.batchGenerator
///       batch.fill(from: tokens, using: &generator)
///       let step = try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { part, pass in
///         model.loss(part, &pass)
///       }
///       print(step.loss)
///     }
///
/// What it does next depends on the parameters, the optimizer's state and its ``state`` alone, so a run that goes on
/// from saved ones ends with the same bits as one that never stopped.
public final class Trainer {
  /// What the run was told.
  public let options: TrainingOptions
  /// The optimizer, whose state a checkpoint keeps.
  public let optimizer: any Optimizer
  /// Where the training stands.
  public internal(set) var state: TrainingState
  /// What to do when the numbers stop being finite, for whoever runs this trainer: the caller knows what its options are
  /// called. The argument says whether leaving out the bad step would help.
  public var advice: (_ skippingHelps: Bool) -> String = { _ in "A lower learning rate helps." }
  /// Time, and what is due when; see `TrainingClock.swift`.
  var clock: TrainingClock
  let parameters: [NamedParameter]
  let tokensPerStep: Int
  private let schedule: LearningRateSchedule
  private var isResumed = false
  /// The gradients of each group of parts; made when they are first needed, and kept.
  private var groupGradients: [Gradients] = []

  /// A trainer at step 0.
  ///
  /// - Parameters:
  ///   - optimizer: what moves the parameters; by default the one that the options name.
  ///   - tokensPerStep: how many tokens, or whatever the data is made of, one step trains on, for the figures.
  ///   - seed: where the random numbers of batches and dropout start.
  public init(
    _ parameters: [NamedParameter], _ options: TrainingOptions, optimizer: (any Optimizer)? = nil, tokensPerStep: Int,
    seed: UInt64 = 0
  ) {
    self.options = options
    self.parameters = parameters
    self.optimizer = optimizer ?? options.makeOptimizer(parameters)
    self.tokensPerStep = tokensPerStep
    state = TrainingState(seed: seed)
    schedule = options.schedule
    clock = TrainingClock()
  }

  /// Goes on from a saved state; parameters and the optimizer's state are loaded by the caller.
  public func resume(from state: TrainingState) {
    self.state = state
    isResumed = true
    clock = TrainingClock(secondsBefore: state.seconds)
    optimizer.updateCount = state.step - state.skippedSteps
  }

  /// Whether this is the very start: nothing has been made, reported or saved, not even by an earlier process.
  public var isNew: Bool { state.step == 0 && !isResumed }

  /// Whether all steps are made.
  public var isDone: Bool { state.step >= options.steps }

  /// The learning rate of the step that comes next.
  var learningRate: Double { schedule.rate(at: state.step, of: options.steps) }

  /// What one step came to.
  public struct Step {
    /// The mean loss of the step's batch, before the update.
    public let loss: Float
    /// The length of the gradient before clipping.
    public let gradientNorm: Double
    /// The learning rate of the update.
    public let learningRate: Double
    /// Why there was no update, if there was none.
    public let problem: Problem?
  }

  /// How many sets of gradients a step has at most. Each is as large as the model, and with them as many parts can be
  /// computed at the same time.
  static let mostGroups = 4

  /// One update from a batch that is cut into parts: adds up their gradients, clips them, and moves the parameters.
  ///
  /// One core computes a part from beginning to end by itself, and several cores several parts at a time. The parts form up
  /// to four groups of neighbors. Within a group they follow one another and add to one set of gradients; the groups' sets
  /// are added up in a fixed tree. Both depend on the number of parts alone, so a step has the same bits on any number of
  /// threads, and a batch should be cut by its shape alone. A part's activations are gone before the next one of its group
  /// begins, so a large batch needs no more memory than a few of its parts.
  ///
  /// With `skipsBadSteps`, a step whose loss or gradient is not finite is counted and nothing else, up to
  /// ``mostSkippedInARow``.
  ///
  /// - Parameters:
  ///   - parts: the parts of the batch; at least one.
  ///   - weights: each part's share of the batch, together 1; nil when all are equal.
  ///   - loss: the mean loss of a part. It must not change anything outside; several run at the same time. What is random
  ///     about it comes from the pass.
  /// - Throws: `Problem` when the loss or the gradient is not finite; parameters and state are as before.
  public func step<Part>(
    _ parts: [Part], weights: [Float]? = nil, loss: (_ part: Part, _ pass: inout ForwardPass) -> Tensor
  ) throws -> Step {
    precondition(
      !parts.isEmpty && weights?.count ?? parts.count == parts.count,
      "Trainer: there must be at least one part, and a weight for each")
    clock.beginStep()
    let weights = weights ?? Array(repeating: 1 / Float(parts.count), count: parts.count)
    let (total, sets) = gradients(of: parts, weights, loss)
    let norm = Gradients.sum(sets).squareRoot()
    let rate = learningRate
    guard total.isFinite, norm.isFinite else {
      let problem =
        total.isFinite
        ? badGradient(sets[0])
        : badLoss("loss", in: state.step + 1) {
          for (i, part) in parts.enumerated() { _ = self.loss(of: part, i, loss) }
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

  /// One update, as ``step(_:weights:loss:)`` makes it, from a batch that is a single part.
  public func step(loss: (_ pass: inout ForwardPass) -> Tensor) throws -> Step { try step([()]) { loss(&$1) } }

  /// The batch's mean loss, and the gradients of each group of parts.
  private func gradients<Part>(
    of parts: [Part], _ weights: [Float], _ loss: (_ part: Part, _ pass: inout ForwardPass) -> Tensor
  ) -> (loss: Float, sets: [Gradients]) {
    let tensors = parameters.map(\.parameter), groups = min(parts.count, Self.mostGroups)
    while groupGradients.count < groups { groupGradients.append(Gradients(of: tensors)) }
    let sets = Array(groupGradients[..<groups])
    var losses = [Float](repeating: 0, count: parts.count)
    for set in sets { set.removeAll() }
    // A tensor takes its memory when it is first touched, which several threads must not do at the same time.
    for tensor in tensors { _ = tensor.data }
    // The parts of a group are neighbors, and follow one another.
    let starts = (0...groups).map { parts.count * $0 / groups }
    cachingPackedWeights(of: tensors) {
      losses.withUnsafeMutableBufferPointer { losses in
        forEachPart(inChains: zip(starts, starts.dropFirst()).map { $1 - $0 }) { group, number in
          let i = starts[group] + number, value = self.loss(of: parts[i], i, loss)
          losses[i] = value.item
          value.backward(into: sets[group], scale: weights[i])
        }
      }
    }
    var total = 0.0
    for (loss, weight) in zip(losses, weights) { total += Double(loss) * Double(weight) }
    return (Float(total), sets)
  }

  /// The loss of a part of the step that comes next.
  private func loss<Part>(
    of part: Part, _ number: Int, _ loss: (_ part: Part, _ pass: inout ForwardPass) -> Tensor
  ) -> Tensor {
    var pass = ForwardPass.training(state.dropoutGenerator(part: number))
    return loss(part, &pass)
  }
}
