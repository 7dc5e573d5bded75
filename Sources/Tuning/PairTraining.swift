import Alignment
import Conversations
import Files
import Layers
import Numerics
import Tensors
import Training

/// Learns from pairs of answers of which one was preferred: a reward model, or a policy by DPO.
///
///     let training = PairTraining(reward, pairs, batchSize: 32, options, seed: 1337) { pairs, pass in
///       reward.loss(pairs, &pass)
///     }
///     while !training.trainer.isDone { _ = try training.step() }
///
/// All pairs are seen once in each epoch, in an order that depends only on the seed and the epoch's number.
public final class PairTraining {
  /// Makes the updates.
  public let trainer: Trainer
  private let pairs: [Alignment.Preference]
  private let batchSize: Int
  private let seed: UInt64
  private let loss: ([Alignment.Preference], inout ForwardPass) -> Tensor
  private var epoch: (number: Int, order: [Int]) = (-1, [])

  /// The number of pairs that one core computes at a time.
  private static let pairsInChunk = 8

  /// Creates a training at its start.
  ///
  /// - Parameters:
  ///   - model: whose trainable parameters learn.
  ///   - pairs: at least one.
  ///   - batchSize: the number of pairs in an update.
  ///   - loss: returns the mean loss of some pairs.
  public init(
    _ model: some Module, _ pairs: [Alignment.Preference], batchSize: Int, _ options: TrainingOptions, seed: UInt64,
    loss: @escaping ([Alignment.Preference], inout ForwardPass) -> Tensor
  ) {
    require(!pairs.isEmpty && batchSize > 0, "PairTraining: \(pairs.count) pairs in batches of \(batchSize)")
    (self.pairs, self.batchSize, self.seed, self.loss) = (pairs, batchSize, seed, loss)
    let tokens = pairs.reduce(0) { $0 + $1.chosen.text.count + $1.rejected.text.count }
    let perEpoch = Self.stepsPerEpoch(pairs.count, batchSize: batchSize)
    trainer = Trainer(model.trainableParameters, options, tokens: { tokens * $0 / perEpoch }, seed: seed)
  }

  /// Returns the number of steps in which all pairs are seen once.
  public static func stepsPerEpoch(_ count: Int, batchSize: Int) -> Int { max(1, (count + batchSize - 1) / batchSize) }

  /// Makes one update.
  ///
  /// - Throws: `Problem` if a loss or gradient is not finite.
  public func step() throws -> Trainer.Step {
    let perEpoch = Self.stepsPerEpoch(pairs.count, batchSize: batchSize)
    let (number, place) = trainer.state.step.quotientAndRemainder(dividingBy: perEpoch)
    if epoch.number != number {
      var generator = RandomGenerator(seed: seed, stream: UInt64(3000 + number))
      epoch = (number, shuffled(Array(pairs.indices), using: &generator))
    }
    let chosen = epoch.order[place * batchSize..<min(pairs.count, (place + 1) * batchSize)]
    let parts = stride(from: chosen.startIndex, to: chosen.endIndex, by: Self.pairsInChunk).map { start in
      chosen[start..<min(chosen.endIndex, start + Self.pairsInChunk)].map { pairs[$0] }
    }
    let weights = parts.map { Float($0.count) / Float(chosen.count) }
    return try trainer.step(parts, weights: weights, loss: loss)
  }
}

extension PreferencePair {
  /// Returns the pair as tokens: the prompt, and each answer with the token that ends it.
  ///
  /// - Throws: `Problem` of kind `badData` if the pair does not fit the model's context.
  public func tokens(for chat: ChatModel) throws -> Alignment.Preference {
    let prompt = try chat.template.prompt(self.prompt)
    func answer(_ text: String) throws -> Answer {
      let tokens = try chat.template.tokenizer.encode(text) + [chat.template.end]
      let context = chat.model.configuration.contextLength
      guard prompt.count + tokens.count <= context else {
        throw Problem(
          .badData, "a pair of \(prompt.count) and \(tokens.count) tokens does not fit a context of \(context)")
      }
      return Answer(prompt: prompt, tokens: tokens)
    }
    return Alignment.Preference(chosen: try answer(chosen), rejected: try answer(rejected))
  }
}
