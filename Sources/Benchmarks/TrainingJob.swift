import Corpora
import Numerics
import Training
import Transformers

/// Training steps of a fresh GPT on random tokens, to be timed: from a fresh batch to the updated parameters.
///
/// What the tokens are changes the losses, not the time.
///
///     let job = TrainingJob(GPTPreset.small.configuration(vocabularySize: 65), batchSize: 12, seed: 1337)
///     let seconds = try secondsTaken { try job.step() }
public final class TrainingJob {
  private let model: GPT
  private let trainer: Trainer
  private let tokens: [Int32]
  private var batch: Batch

  /// A model with random parameters, before its first step.
  ///
  /// The first steps take memory from the system and are slower than those that follow.
  public init(_ configuration: GPTConfiguration, batchSize: Int, seed: UInt64) {
    let length = configuration.contextLength
    var generator = RandomGenerator(seed: seed)
    tokens = (0..<max(100_000, length + 2)).map { _ in
      Int32(generator.next() % UInt64(configuration.vocabularySize))
    }
    model = GPT(configuration)
    model.initialise(seed: seed)
    trainer = Trainer(model.namedParameters, TrainingOptions(), tokensPerStep: batchSize * length, seed: seed)
    batch = Batch(batchSize: batchSize, length: length)
    tokensPerStep = batchSize * length
  }

  /// How many tokens a step trains on.
  public let tokensPerStep: Int

  /// The floating-point operations of a step, by ``GPTConfiguration/floatingPointOperations(tokens:)``.
  public var floatingPointOperations: Double { model.configuration.floatingPointOperations(tokens: tokensPerStep) }

  /// Makes one step.
  public func step() throws {
    var generator = trainer.state.batchGenerator
    batch.fill(from: tokens[...], using: &generator)
    _ = try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { part, pass in model.loss(part, &pass) }
  }
}
