import Corpora
import Numerics
import Training
import Transformers

/// A benchmark that trains a new GPT on random tokens; a step goes from a fresh batch to the updated parameters.
///
/// The tokens affect the losses but not the time.
///
///     let job = TrainingJob(GPTSize.small.configuration(vocabularySize: 65), batchSize: 12, seed: 1337)
///     let seconds = try secondsTaken { try job.step() }
public final class TrainingJob {
  private let model: GPT
  private let trainer: Trainer
  private let tokens: [Int32]
  private var batch: Batch

  /// Creates a model with random parameters, before its first step.
  ///
  /// The first steps allocate memory from the system and are slower than later steps.
  public init(
    _ configuration: GPTConfiguration, batchSize: Int, _ options: TrainingOptions = TrainingOptions(), seed: UInt64
  ) {
    let length = configuration.contextLength
    var generator = RandomGenerator(seed: seed)
    tokens = (0..<max(100_000, length + 2)).map { _ in
      Int32(generator.next() % UInt64(configuration.vocabularySize))
    }
    model = GPT(configuration)
    model.initialize(seed: seed)
    trainer = Trainer(model.namedParameters, options, tokensPerStep: batchSize * length, seed: seed)
    batch = Batch(batchSize: batchSize, length: length)
    tokensPerStep = batchSize * length
  }

  /// The number of tokens that a step trains on.
  public let tokensPerStep: Int

  /// The number of floating-point operations in a step; see ``GPTConfiguration/floatingPointOperations(tokens:)``.
  public var floatingPointOperations: Double { model.configuration.floatingPointOperations(tokens: tokensPerStep) }

  /// Takes one training step.
  public func step() throws {
    var generator = trainer.state.batchGenerator
    batch.fill(from: tokens[...], using: &generator)
    _ = try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { microBatch, pass in
      model.loss(microBatch, &pass)
    }
  }
}
