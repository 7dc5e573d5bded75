import Conversations
import Corpora
import Files
import Layers
import Numerics
import Tensors
import Training
import Transformers

/// Teaches a model to answer: it learns the assistant's part of conversations, epoch after epoch (Ouyang et al. 2022,
/// section 3.5).
///
///     let training = ChatTraining(model, conversations, batchSize: 16, options, seed: 1337)
///     while !training.trainer.isDone { _ = try training.step() }
///
/// The order of an epoch depends only on the seed and the epoch's number, so a run that is resumed in the middle of one
/// sees the same batches.
///
/// A model that learns only answers forgets what it has read. So an update can replay some of the pretraining text beside
/// its conversations (the mix of gradients that Ouyang et al. 2022 call PPO-ptx, in section 3.5).
public final class ChatTraining {
  /// The model that learns.
  public let model: GPT
  /// Makes the updates.
  public let trainer: Trainer
  private let conversations: ChatBatches
  private let batchSize: Int
  private let seed: UInt64
  private let replay: Replay?
  private var epoch: (number: Int, batches: [Batch]) = (-1, [])

  /// What an update replays of the pretraining text.
  public struct Replay: Sendable {
    /// The text.
    public let tokens: any TokenSource
    /// The weight of the text in the loss of an update, above 0 and below 1; the conversations have the rest.
    public let share: Float

    /// Creates a replay.
    public init(_ tokens: any TokenSource, share: Float) {
      require(share > 0 && share < 1, "Replay: a share of \(share)")
      (self.tokens, self.share) = (tokens, share)
    }
  }

  /// Creates a training at its start.
  ///
  /// - Parameters:
  ///   - conversations: at least one.
  ///   - options: the settings of the updates, all of the parameters that are trainable.
  ///   - replay: what is replayed of the pretraining text; it must be longer than the context.
  public init(
    _ model: GPT, _ conversations: ChatBatches, batchSize: Int, _ options: TrainingOptions, replay: Replay? = nil,
    seed: UInt64
  ) {
    require(
      !conversations.conversations.isEmpty && batchSize > 0,
      "ChatTraining: \(conversations.conversations.count) conversations in batches of \(batchSize)")
    (self.model, self.conversations, self.batchSize, self.seed) = (model, conversations, batchSize, seed)
    self.replay = replay
    let tokens = conversations.conversations.reduce(0) { $0 + $1.ids.count - 1 }
    let perEpoch = Self.stepsPerEpoch(conversations.conversations.count, batchSize: batchSize)
    trainer = Trainer(
      model.trainableParameters, options, tokens: { steps in tokens * steps / perEpoch }, seed: seed)
  }

  /// Returns the number of steps in which all conversations are seen once.
  public static func stepsPerEpoch(_ count: Int, batchSize: Int) -> Int { max(1, (count + batchSize - 1) / batchSize) }

  /// Makes one update.
  ///
  /// - Throws: `Problem` if a loss or gradient is not finite.
  public func step() throws -> Trainer.Step {
    let perEpoch = Self.stepsPerEpoch(conversations.conversations.count, batchSize: batchSize)
    let (number, place) = trainer.state.step.quotientAndRemainder(dividingBy: perEpoch)
    if epoch.number != number {
      var generator = RandomGenerator(seed: seed, stream: UInt64(2000 + number))
      epoch = (number, conversations.epoch(batchSize: batchSize, using: &generator))
    }
    let batch = epoch.batches[place]
    var parts = batch.microBatches, weights = batch.microBatchTargetWeights
    if let replay {
      var generator = trainer.state.batchGenerator
      let read = replayed(replay.tokens, rows: batchSize / 4, using: &generator)
      parts += read.microBatches
      weights = weights.map { $0 * (1 - replay.share) } + read.microBatchWeights.map { $0 * replay.share }
    }
    return try trainer.step(parts, weights: weights) { [model] part, pass in model.loss(part, &pass) }
  }

  /// Windows of the text: a quarter as many as conversations, since they are about that much longer.
  private func replayed(
    _ tokens: some TokenSource, rows: Int, using generator: inout some RandomNumberGenerator
  ) -> Batch {
    randomBatch(from: tokens, batchSize: max(1, rows), length: model.configuration.contextLength, using: &generator)
  }
}

extension GPT {
  /// Returns the mean loss of the assistant's part of conversations, in nats per token, without dropout.
  public func loss(of conversations: ChatBatches) -> Double {
    let all = Array(conversations.conversations.indices)
    let batches = stride(from: 0, to: all.count, by: 8).map {
      conversations.batch(Array(all[$0..<min(all.count, $0 + 8)]))
    }
    let losses = withoutGradients { self.losses(of: batches) }
    let counts = batches.map { Double($0.targetCount) }
    return zip(losses, counts).reduce(0) { $0 + Double($1.0) * $1.1 } / max(1, counts.reduce(0, +))
  }
}
