import Layers
import Tensors

/// A decoder-only transformer that predicts the next token (Radford et al. 2019).
///
/// Token and position vectors are added, pass through the blocks and a last norm, and the token table, used the other
/// way round, turns the result into a score for each token.
///
///     let model = GPT(GPTConfiguration(vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, width: 128))
///     model.initialise(seed: 1337)
///     model.logits([0, 1, 2], batchSize: 1).shape  // (1, 3, 65)
public final class GPT: Module {
  /// The sizes.
  public let configuration: GPTConfiguration
  /// (V, C); also the output layer.
  public let token: Embedding
  /// (context, C).
  public let position: Embedding
  /// The blocks, first to last.
  public let blocks: [TransformerBlock]
  /// The last norm.
  public let norm: LayerNorm
  private let dropout: Dropout

  /// A model of the given sizes, which are valid; its parameters are not set yet and take no memory.
  public init(_ configuration: GPTConfiguration) {
    self.configuration = configuration
    let c = configuration
    token = Embedding(c.vocabularySize, c.width)
    position = Embedding(c.contextLength, c.width)
    blocks = (0..<c.layerCount).map { _ in
      TransformerBlock(
        width: c.width, headCount: c.headCount, layerCount: c.layerCount, bias: c.hasBiases, dropout: c.dropout,
        activation: c.activation)
    }
    norm = LayerNorm(c.width, bias: c.hasBiases)
    dropout = Dropout(c.dropout)
  }

  /// Embeddings, blocks and the last norm; the output layer is the token table, which is listed once.
  public var children: [Child] {
    [.module("token", token), .module("position", position), .modules("blocks", blocks), .module("norm", norm)]
  }

  /// The scores of each next token: ids of B sequences one after another -> (B, T, V).
  ///
  /// - Parameter ids: B x T ids below V; T is at most the context.
  public func logits(_ ids: [Int32], batchSize: Int, _ context: inout Context) -> Tensor {
    head(residual(ids, batchSize: batchSize, &context))
  }

  /// The residual path after the last block: -> (B, T, C).
  func residual(_ ids: [Int32], batchSize: Int, _ context: inout Context) -> Tensor {
    guard batchSize > 0, ids.count % batchSize == 0, ids.count / batchSize <= configuration.contextLength else {
      fatalError(
        "GPT: \(ids.count) ids in \(batchSize) sequences do not fit a context of \(configuration.contextLength)")
    }
    let (B, T) = (batchSize, ids.count / batchSize)
    var x = token(ids, shape: [B, T]) + position.weight.slice(axis: 0, 0..<T)  // (B, T, C) + (T, C)
    x = dropout(x, &context)
    for block in blocks { x = block(x, &context) }
    return x
  }

  /// From the residual path to scores: (B, T, C) -> (B, T, V).
  func head(_ x: Tensor) -> Tensor { token.logits(norm(x)) }

  /// The scores without dropout.
  public func logits(_ ids: [Int32], batchSize: Int) -> Tensor {
    var context = Context.evaluation
    return logits(ids, batchSize: batchSize, &context)
  }

  /// The mean loss of predicting `targets`, in nats a token.
  public func loss(_ ids: [Int32], targets: [Int32], batchSize: Int, _ context: inout Context) -> Tensor {
    crossEntropy(logits(ids, batchSize: batchSize, &context), targets: targets)
  }
}
