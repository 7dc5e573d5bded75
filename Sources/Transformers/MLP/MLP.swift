import Layers
import Tensors

/// A multilayer perceptron that predicts the next token from a fixed number of tokens before it: the first neural language
/// model (Bengio et al. 2003, section 2).
///
/// Each token is looked up in a table of vectors, the vectors of the last n tokens are joined, and
///
///     logits = U tanh(H x + d) + b
///
/// Unlike an n-gram model's, its parameters do not multiply with n, and contexts that it never saw share what it learnt of
/// similar ones. The paper's direct connections from x to the logits are left out: it found that they make learning
/// faster, but not what is learnt better (section 4.2).
///
///     let model = MLP(MLPConfiguration(vocabularySize: 65))
///     model.initialise(seed: 1337)
///     model.logits([7, 4, 2, 9, 5, 0, 1, 3]).shape  // (1, 65): after one context of eight
///
/// Where a text has fewer than n tokens before a place, one more id, V, stands for what was before its start.
public final class MLP: Module {
  /// The sizes.
  public let configuration: MLPConfiguration
  /// (V + 1, D): the tokens, then what stands before a text's start.
  public let embedding: Embedding
  /// n D -> H.
  public let hidden: Linear
  /// H -> V.
  public let output: Linear

  /// A model of the given sizes; its parameters are not set yet and take no memory.
  public init(_ configuration: MLPConfiguration) {
    let c = configuration
    precondition(
      min(c.vocabularySize, c.contextLength, c.embeddingSize, c.hiddenSize) > 0, "MLP: sizes must be above 0, not \(c)")
    self.configuration = c
    let joined = c.contextLength * c.embeddingSize
    embedding = Embedding(c.vocabularySize + 1, c.embeddingSize, .normal(deviation: 1))
    // Sums of n D terms of size one, kept at size one, where tanh bends but is not flat.
    hidden = Linear(joined, c.hiddenSize, deviation: 1 / Float(joined).squareRoot())
    output = Linear(c.hiddenSize, c.vocabularySize)
  }

  /// The table and the two layers.
  public var children: [Child] {
    [.module("embedding", embedding), .module("hidden", hidden), .module("output", output)]
  }

  /// The scores of each next token: the ids of B contexts one after another -> (B, V).
  ///
  /// - Parameter ids: B x n ids, of which V stands for what was before a text's start.
  public func logits(_ ids: [Int32]) -> Tensor {
    let (n, D) = (configuration.contextLength, configuration.embeddingSize)
    guard ids.count % n == 0 else { fatalError("MLP: \(ids.count) ids are no whole number of contexts of \(n)") }
    let B = ids.count / n
    let x = embedding(ids, shape: [B, n]).reshaped(to: [B, n * D])
    return output(hidden(x).tanh())
  }

  /// The mean loss of predicting `targets`, one for each context, in nats a token.
  public func loss(_ ids: [Int32], targets: [Int32]) -> Tensor { crossEntropy(logits(ids), targets: targets) }

  /// A text with its start in front: n times the id V. The n ids from place i on are the context of token i.
  public func padded(_ tokens: [Int32]) -> [Int32] {
    [Int32](repeating: Int32(configuration.vocabularySize), count: configuration.contextLength) + tokens
  }
}
