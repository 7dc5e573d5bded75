import Corpora
import Layers
import Tensors

/// A decoder-only transformer that predicts the next token (Radford et al. 2019), put together from the parts that its
/// configuration names.
///
/// In GPT-2's form, the token and position embeddings are added and pass through the blocks and a final norm. Then the
/// token embedding, which is also the output layer (weight tying), turns the result into a logit for each token.
///
///     let model = GPT(
///       GPTConfiguration(vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, width: 128))
///     model.initialize(seed: 1337)
///     model.logits([0, 1, 2], batchSize: 1).shape  // (1, 3, 65)
public final class GPT: Module {
  /// The sizes and parts.
  public let configuration: GPTConfiguration
  /// The token embedding, (V, C); also the output layer, if it is tied.
  public let tokenEmbedding: Embedding
  /// The position embedding, (context length, C); nil unless positions are learned.
  public let positionEmbedding: Embedding?
  /// The memory of n-grams; nil if there is none.
  public let memory: NGramMemory?
  /// The embeddings that are added to the values of each block's attention, (V, G D) each; empty if there are none.
  public let valueEmbeddings: [Embedding]
  /// The blocks, first to last.
  public let blocks: [TransformerBlock]
  /// The final norm.
  public let norm: any Norm
  /// The output layer; nil if it is the token embedding.
  public let head: Linear?
  private let dropout: Dropout

  /// Creates a model of the given, valid configuration; its parameters are not initialized yet and take no memory.
  public init(_ configuration: GPTConfiguration) {
    self.configuration = configuration
    let c = configuration
    tokenEmbedding = Embedding(c.vocabularySize, c.width)
    positionEmbedding = c.positions == .learned ? Embedding(c.contextLength, c.width) : nil
    memory = c.memory.map { NGramMemory(width: c.width, $0) }
    valueEmbeddings =
      c.hasValueEmbeddings
      ? (0..<c.layerCount).map { _ in Embedding(c.vocabularySize, c.groups * c.channelsPerHead, .zeros) } : []
    blocks = c.blocks()
    norm = c.makeNorm(c.width)
    head = c.isTied ? nil : Linear(c.width, c.vocabularySize, bias: false, role: .tokens)
    dropout = Dropout(c.dropout)
  }

  /// The embeddings, the blocks, the final norm and the output layer, unless it is the token embedding.
  public var children: [Child] {
    [
      .module("token", tokenEmbedding), positionEmbedding.map { .module("position", $0) } ?? .none,
      memory.map { .module("memory", $0) } ?? .none, .modules("values", valueEmbeddings), .modules("blocks", blocks),
      .module("norm", norm), head.map { .module("head", $0) } ?? .none,
    ]
  }

  /// Returns the logits of each next token: the concatenated ids of B sequences -> (B, T, V).
  ///
  /// - Parameter ids: B x T ids below V; together with the tokens in the pass's cache, T is at most the context length.
  public func logits(_ ids: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    logits(ofHidden: hiddenStates(ids, batchSize: batchSize, &pass))
  }

  /// Returns the residual stream after the last block: -> (B, T, C).
  func hiddenStates(_ ids: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    let (B, T, start) = (batchSize, ids.count / max(1, batchSize), pass.start)
    guard B > 0, ids.count == B * T, start + T <= configuration.contextLength || configuration.slides else {
      fatalError(
        "GPT: \(ids.count) ids in \(B) sequences\(start > 0 ? ", after \(start) earlier tokens," : "") do not fit "
          + "a context of \(configuration.contextLength)")
    }
    var x = tokenEmbedding(ids, shape: [B, T])
    if let memory {
      x = memory(x, ids, batchSize: B, before: pass.cache?.rememberedTokens(batchSize: B) ?? pass.before, &pass)
      pass.cache?.remember(ids, batchSize: B)
    }
    if let positionEmbedding { x = x + positionEmbedding.weight.slice(axis: 0, start..<start + T) }
    if configuration.positions == .sinusoidal {
      // Embeddings start small; beside sines and cosines, they would be lost (Vaswani et al. 2017, section 3.4).
      x =
        x * Float(configuration.width).squareRoot()
        + sinusoidalPositions(count: T, width: configuration.width, start: start)
    }
    x = dropout(x, &pass)
    let input = x
    for (number, block) in blocks.enumerated() {
      let values = valueEmbeddings.isEmpty ? nil : valueEmbeddings[number](ids, shape: [B, T])
      x = block(x, input: input, values: values, &pass)
    }
    return x
  }

  /// Returns the logits of the token that follows each sequence: the concatenated ids of B sequences -> (B, V).
  ///
  /// - Parameter ids: as for ``logits(_:batchSize:_:)``; if the pass has a cache, the ids that follow the cached ones.
  func nextLogits(_ ids: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    let x = hiddenStates(ids, batchSize: batchSize, &pass), T = x.shape[1]
    return logits(ofHidden: x.slice(axis: 1, T - 1..<T)).reshaped(to: [batchSize, configuration.vocabularySize])
  }

  /// From the residual stream to logits: (B, T, C) -> (B, T, V).
  private func logits(ofHidden x: Tensor) -> Tensor { logits(ofStates: norm(x)) }

  /// Returns what the output layer reads, the residual stream after the final norm: -> (B, T, C). Other heads than the
  /// output layer can read it too, or the output layer only some of its rows.
  ///
  /// - Parameter ids: as for ``logits(_:batchSize:_:)``.
  public func states(_ ids: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    norm(hiddenStates(ids, batchSize: batchSize, &pass))
  }

  /// Returns the logits of the tokens after some ``states(_:batchSize:_:)``: (..., C) -> (..., V).
  public func logits(ofStates x: Tensor) -> Tensor {
    let logits = head?(x) ?? tokenEmbedding.logits(x)
    return configuration.softCap.map { softCapped(logits, cap: $0) } ?? logits
  }

  /// Returns the logits without dropout.
  public func logits(_ ids: [Int32], batchSize: Int) -> Tensor {
    var pass = ForwardPass.evaluation
    return logits(ids, batchSize: batchSize, &pass)
  }

  /// Returns the mean loss of predicting `targets`, in nats per token.
  public func loss(_ ids: [Int32], targets: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    crossEntropy(logits(ids, batchSize: batchSize, &pass), targets: targets)
  }

  /// Returns the logits of a batch or a micro-batch: -> (B, T, V).
  public func logits(_ batch: Batch, _ pass: inout ForwardPass) -> Tensor {
    (pass.starts, pass.before) = (batch.starts, batch.before)
    return logits(batch.inputs, batchSize: batch.batchSize, &pass)
  }

  /// Returns the mean loss of a batch or a micro-batch, in nats per token.
  public func loss(_ batch: Batch, _ pass: inout ForwardPass) -> Tensor {
    crossEntropy(logits(batch, &pass), targets: batch.targets)
  }
}
