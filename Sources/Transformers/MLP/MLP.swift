import Corpora
import Layers
import Tensors

/// A multilayer perceptron that predicts the next token from a fixed number of tokens before it: the first neural
/// language model (Bengio et al. 2003, section 2).
///
/// Each token is looked up in a table of vectors, the vectors of the last n tokens are concatenated, and
///
///     logits = U tanh(H x + d) + b
///
/// Unlike in an n-gram model, the number of parameters does not grow exponentially with n, and contexts that were never
/// seen benefit from what was learned from similar ones. The paper's direct connections from x to the logits are left
/// out: it found that they speed up learning, but do not improve its result (section 4.2).
///
///     let model = MLP(MLPConfiguration(vocabularySize: 65))
///     model.initialize(seed: 1337)
///     model.logits([7, 4, 2, 9, 5, 0, 1, 3]).shape  // (1, 65): after one context of eight
///
/// Where fewer than n tokens precede a position, an extra id, V, fills the places before the start of the text.
public final class MLP: Module {
  /// The sizes.
  public let configuration: MLPConfiguration
  /// (V + 1, D): the tokens, then the padding before the start of the text.
  public let embedding: Embedding
  /// n D -> H.
  public let hidden: Linear
  /// H -> V.
  public let output: Linear

  /// Creates a model of the given sizes; its parameters are not initialized yet and take no memory.
  public init(_ configuration: MLPConfiguration) {
    let c = configuration
    precondition(
      min(c.vocabularySize, c.contextLength, c.embeddingSize, c.hiddenSize) > 0, "MLP: sizes must be above 0, not \(c)")
    self.configuration = c
    let joined = c.contextLength * c.embeddingSize
    embedding = Embedding(c.vocabularySize + 1, c.embeddingSize, .normal(standardDeviation: 1))
    // Keeps sums of n D terms of magnitude 1 at magnitude 1, where tanh is nonlinear but not saturated.
    hidden = Linear(joined, c.hiddenSize, .normal(standardDeviation: 1 / Float(joined).squareRoot()))
    output = Linear(c.hiddenSize, c.vocabularySize)
  }

  /// The table and the two layers.
  public var children: [Child] {
    [.module("embedding", embedding), .module("hidden", hidden), .module("output", output)]
  }

  /// Returns the logits of the next token: the concatenated ids of B contexts -> (B, V).
  ///
  /// - Parameter ids: B x n ids; V stands for the places before the start of the text.
  public func logits(_ ids: [Int32]) -> Tensor {
    let (n, D) = (configuration.contextLength, configuration.embeddingSize)
    guard ids.count % n == 0 else { fatalError("MLP: \(ids.count) ids are not a whole number of contexts of \(n)") }
    let B = ids.count / n
    let x = embedding(ids, shape: [B, n]).reshaped(to: [B, n * D])
    return output(hidden(x).tanh())
  }

  /// Returns the mean loss of predicting `targets`, one per context, in nats per token.
  public func loss(_ ids: [Int32], targets: [Int32]) -> Tensor { crossEntropy(logits(ids), targets: targets) }

  /// Returns the tokens after n padding ids V. The n ids starting at position i are the context of token i.
  public func padded(_ tokens: [Int32]) -> [Int32] {
    [Int32](repeating: Int32(configuration.vocabularySize), count: configuration.contextLength) + tokens
  }

  /// Returns the mean loss of a batch of windows, each n tokens long: a window is a context, and the last of its
  /// targets is the token that follows it.
  ///
  /// In a batch of random windows from ``padded(_:)`` text, every token is equally likely to be a target, even the
  /// first:
  ///
  ///     let text = model.padded(tokens)
  ///     var batch = Batch(batchSize: 256, length: model.configuration.contextLength)
  ///     batch.fill(from: text[...], using: &generator)
  ///     model.loss(of: batch)
  public func loss(of batch: Batch) -> Tensor {
    let n = configuration.contextLength
    let targets = stride(from: n - 1, to: batch.targets.count, by: n).map { batch.targets[$0] }
    return loss(batch.inputs, targets: targets)
  }
}

/// The sizes of an ``MLP``.
public struct MLPConfiguration: Codable, Equatable, Sendable {
  /// V, the number of distinct tokens.
  public var vocabularySize: Int
  /// n, the number of tokens from which the next one is predicted.
  public var contextLength: Int
  /// D, the dimensions of a token's vector.
  public var embeddingSize: Int
  /// H, the units of the hidden layer.
  public var hiddenSize: Int

  /// Creates a configuration with the given sizes, which must be above 0.
  public init(vocabularySize: Int, contextLength: Int = 8, embeddingSize: Int = 32, hiddenSize: Int = 512) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
  }
}
