import Corpora
import Layers
import Tensors

/// A language model that reads token by token and carries what it has seen in a state of fixed size: a recurrent
/// network (Mikolov et al. 2010), plain or with the gates of an LSTM.
///
/// Each token is looked up in a table of vectors, the vectors pass through one recurrent layer or several, and a linear
/// map turns each hidden state into the logits of the next token:
///
///     h_t = layer(E[token_t], h_(t-1))        logits_t = U h_t + b
///
///     let model = RecurrentModel(RecurrentConfiguration(.lstm, vocabularySize: 65))
///     model.initialize(seed: 1337)
///     model.logits([7, 4, 2, 9], batchSize: 1).logits.shape  // (4, 1, 65): one row after each of four tokens
///
/// Unlike an n-gram model or a perceptron, it has no limit on how far back it can look. But everything must pass
/// through the state, so what lies far back is easily overwritten; a transformer looks up what it needs instead.
///
/// Training is by backpropagation through time, truncated: a batch consists of windows from random places, the state is
/// zero at the start of each window, and no gradient leaves a window. Evaluation and generation keep the state.
public final class RecurrentModel: Module {
  /// The kind of layer and the sizes.
  public let configuration: RecurrentConfiguration
  /// (V, D).
  public let embedding: Embedding
  /// D -> H, then H -> H.
  public let layers: [any RecurrentLayer]
  /// H -> V.
  public let output: Linear

  /// Creates a model of the given sizes; its parameters are not initialized yet and take no memory.
  public init(_ configuration: RecurrentConfiguration) {
    let c = configuration
    precondition(
      min(c.vocabularySize, c.embeddingSize, c.hiddenSize, c.layerCount) > 0,
      "RecurrentModel: sizes must be above 0, not \(c)")
    self.configuration = c
    embedding = Embedding(c.vocabularySize, c.embeddingSize, .normal(standardDeviation: 1))
    layers = (0..<c.layerCount).map { number in
      let inputSize = number == 0 ? c.embeddingSize : c.hiddenSize
      return c.kind == .rnn ? RNN(inputSize, c.hiddenSize) : LSTM(inputSize, c.hiddenSize)
    }
    output = Linear(c.hiddenSize, c.vocabularySize)
  }

  /// The table, the layers and the output map.
  public var children: [Child] {
    [.module("embedding", embedding), .modules("layers", layers), .module("output", output)]
  }

  /// What the model remembers of the text so far, one state per layer.
  public typealias State = [RecurrentState]

  /// Reads T tokens of each of B texts: -> (T, B, V), the logits of the token after each, and the state after the last.
  ///
  /// - Parameters:
  ///   - ids: T x B ids: the first token of all texts, then the second of all texts, and so on.
  ///   - state: what the model remembers of the tokens before; nil at the start of a text.
  public func logits(_ ids: [Int32], batchSize: Int, from state: State? = nil) -> (logits: Tensor, state: State) {
    let (hidden, state) = hiddenStates(ids, batchSize: batchSize, from: state)
    return (output(hidden), state)
  }

  /// Like ``logits(_:batchSize:from:)``, without the output map: -> (T, B, H).
  func hiddenStates(_ ids: [Int32], batchSize B: Int, from state: State?) -> (hidden: Tensor, state: State) {
    guard B > 0, ids.count > 0, ids.count % B == 0, state?.count ?? layers.count == layers.count else {
      fatalError("RecurrentModel: \(ids.count) ids in \(B) texts, after \(state?.count ?? 0) states of \(layers.count)")
    }
    var x = embedding(ids, shape: [ids.count / B, B])
    var after: State = []
    for (number, layer) in layers.enumerated() {
      let (hidden, last) = layer(x, from: state?[number])
      x = hidden
      after.append(last)
    }
    return (x, after)
  }

  /// Returns the mean loss of a batch or a micro-batch, in nats per token; the state is zero at the start of each
  /// window.
  public func loss(of batch: Batch) -> Tensor {
    /// The ids of B windows of T tokens, (B, T), with time first: (T, B).
    func timeFirst(_ ids: [Int32]) -> [Int32] {
      (0..<batch.length).flatMap { t in (0..<batch.batchSize).map { ids[$0 * batch.length + t] } }
    }
    let (logits, _) = self.logits(timeFirst(batch.inputs), batchSize: batch.batchSize)
    return crossEntropy(logits, targets: timeFirst(batch.targets))
  }
}

/// The kind of layer and the sizes of a ``RecurrentModel``.
public struct RecurrentConfiguration: Codable, Equatable, Sendable {
  /// The kinds of recurrent layers.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// ``RNN``.
    case rnn
    /// ``LSTM``.
    case lstm
  }

  /// The kind of the layers.
  public var kind: Kind
  /// V, the number of distinct tokens.
  public var vocabularySize: Int
  /// D, the dimensions of a token's vector.
  public var embeddingSize: Int
  /// H, the units of a layer.
  public var hiddenSize: Int
  /// The number of layers, one above the other.
  public var layerCount: Int

  /// Creates a configuration with the given sizes, which must be above 0.
  public init(
    _ kind: Kind, vocabularySize: Int, embeddingSize: Int = 32, hiddenSize: Int = 256, layerCount: Int = 1
  ) {
    self.kind = kind
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layerCount = layerCount
  }
}
