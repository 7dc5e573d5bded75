import Files
import Layers
import Training
import Transformers

/// Trains a network on the text that it reads, some tokens at a time, each after it was predicted: dynamic evaluation
/// (Krause et al. 2018, "Dynamic evaluation of neural sequence models").
///
/// The same text leads to the same weights, on any number of threads, so a decompressor can follow a compressor.
///
///     let learner = NetworkLearner(gpt)
///     learner.learn(text[..<position], new: 64)
public final class NetworkLearner {
  /// How many gradient steps are taken on the same tokens.
  private static let stepCount = 2

  /// The network, which changes.
  public let gpt: GPT
  /// How many tokens should be read between two calls of ``learn(_:new:)``: half a context, so each has the other half
  /// before it.
  public let stride: Int
  private var trainer: Trainer
  /// The weights before any text.
  private let initial: [[Float]]

  /// Creates a learner of a network as it is.
  public init(_ gpt: GPT) {
    self.gpt = gpt
    stride = max(1, gpt.configuration.contextLength / 2)
    initial = gpt.parameters.map(\.elements)
    trainer = Self.trainer(gpt)
  }

  /// Begins a new text with the weights that the network had when the learner was created.
  public func begin() {
    guard trainer.state.step > 0 else { return }
    for (parameter, elements) in zip(gpt.parameters, initial) {
      elements.withUnsafeBufferPointer { parameter.data.update(from: $0.baseAddress!, count: $0.count) }
    }
    trainer = Self.trainer(gpt)
  }

  /// Trains the network to predict the last tokens of a text.
  ///
  /// - Parameters:
  ///   - text: the text read so far, at least two tokens; the network sees those that fit in its context.
  ///   - count: the number of tokens at its end that it has not been trained on yet.
  public func learn(_ text: some BidirectionalCollection<Int32>, new count: Int) {
    let seen = Array(text.suffix(gpt.configuration.contextLength + 1))
    require(count > 0 && seen.count > 1, "NetworkLearner: \(count) new tokens in a text of \(seen.count)")
    let inputs = Array(seen.dropLast())
    var targets = Array(seen.dropFirst())
    for i in targets.indices.dropLast(count) { targets[i] = -1 }
    for _ in 0..<Self.stepCount {
      // A step whose numbers are not finite changes nothing, here as in the decompressor.
      _ = try? trainer.step { pass in gpt.loss(inputs, targets: targets, batchSize: 1, &pass) }
    }
  }

  /// A trainer with rates far below those of the network's training, which stay as they are: no text has an end.
  private static func trainer(_ gpt: GPT) -> Trainer {
    var options = TrainingOptions()
    (options.learningRate, options.minimumLearningRate, options.warmup) = (3e-4, 3e-4, 0)
    options.memoryLearningRate = 1
    options.weightDecay = 0
    return Trainer(gpt.namedParameters, options, tokensPerStep: gpt.configuration.contextLength)
  }
}
