import Corpora
import Layers
import Tensors

/// A decoder-only transformer that predicts the next token (Radford et al. 2019).
///
/// The token and position embeddings are added and pass through the blocks and a final norm. Then the token embedding,
/// which is also the output layer (weight tying), turns the result into a logit for each token.
///
///     let model = GPT(
///       GPTConfiguration(vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, width: 128))
///     model.initialize(seed: 1337)
///     model.logits([0, 1, 2], batchSize: 1).shape  // (1, 3, 65)
public final class GPT: Module {
  /// The sizes.
  public let configuration: GPTConfiguration
  /// The token embedding, (V, C); also the output layer.
  public let tokenEmbedding: Embedding
  /// The position embedding, (context length, C).
  public let positionEmbedding: Embedding
  /// The blocks, first to last.
  public let blocks: [TransformerBlock]
  /// The final norm.
  public let norm: LayerNorm
  private let dropout: Dropout

  /// Creates a model of the given, valid sizes; its parameters are not initialized yet and take no memory.
  public init(_ configuration: GPTConfiguration) {
    self.configuration = configuration
    let c = configuration
    tokenEmbedding = Embedding(c.vocabularySize, c.width)
    positionEmbedding = Embedding(c.contextLength, c.width)
    blocks = (0..<c.layerCount).map { _ in
      TransformerBlock(
        width: c.width, headCount: c.headCount, layerCount: c.layerCount, bias: c.hasBiases, dropout: c.dropout,
        activation: c.activation)
    }
    norm = LayerNorm(c.width, bias: c.hasBiases)
    dropout = Dropout(c.dropout)
  }

  /// The embeddings, the blocks and the final norm; the output layer is the token embedding, which is listed only once.
  public var children: [Child] {
    [
      .module("token", tokenEmbedding), .module("position", positionEmbedding), .modules("blocks", blocks),
      .module("norm", norm),
    ]
  }

  /// Returns the logits of each next token: the concatenated ids of B sequences -> (B, T, V).
  ///
  /// - Parameter ids: B x T ids below V; together with the tokens in the pass's cache, T is at most the context length.
  public func logits(_ ids: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    head(hiddenStates(ids, batchSize: batchSize, &pass))
  }

  /// Returns the residual stream after the last block: -> (B, T, C).
  func hiddenStates(_ ids: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    let (B, T, start) = (batchSize, ids.count / max(1, batchSize), pass.start)
    guard B > 0, ids.count == B * T, start + T <= configuration.contextLength else {
      fatalError(
        "GPT: \(ids.count) ids in \(B) sequences\(start > 0 ? ", after \(start) earlier tokens," : "") do not fit "
          + "a context of \(configuration.contextLength)")
    }
    // (B, T, C) + (T, C)
    var x = tokenEmbedding(ids, shape: [B, T]) + positionEmbedding.weight.slice(axis: 0, start..<start + T)
    x = dropout(x, &pass)
    for block in blocks { x = block(x, &pass) }
    return x
  }

  /// Returns the logits of the token that follows each sequence: the concatenated ids of B sequences -> (B, V).
  ///
  /// - Parameter ids: as for ``logits(_:batchSize:_:)``; if the pass has a cache, the ids that follow the cached ones.
  func nextLogits(_ ids: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    let x = hiddenStates(ids, batchSize: batchSize, &pass), T = x.shape[1]
    return head(x.slice(axis: 1, T - 1..<T)).reshaped(to: [batchSize, configuration.vocabularySize])
  }

  /// From the residual stream to logits: (B, T, C) -> (B, T, V).
  private func head(_ x: Tensor) -> Tensor { tokenEmbedding.logits(norm(x)) }

  /// Returns the logits without dropout.
  public func logits(_ ids: [Int32], batchSize: Int) -> Tensor {
    var pass = ForwardPass.evaluation
    return logits(ids, batchSize: batchSize, &pass)
  }

  /// Returns the mean loss of predicting `targets`, in nats per token.
  public func loss(_ ids: [Int32], targets: [Int32], batchSize: Int, _ pass: inout ForwardPass) -> Tensor {
    crossEntropy(logits(ids, batchSize: batchSize, &pass), targets: targets)
  }

  /// Returns the mean loss of a batch or a micro-batch, in nats per token.
  public func loss(_ batch: Batch, _ pass: inout ForwardPass) -> Tensor {
    loss(batch.inputs, targets: batch.targets, batchSize: batch.batchSize, &pass)
  }
}
