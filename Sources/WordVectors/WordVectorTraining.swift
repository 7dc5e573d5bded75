import Layers
import Tensors

/// The training of word vectors, chunk by chunk.
///
/// The result of a chunk depends only on its number, the parameters and the optimizer state. If these are saved between
/// two chunks, training can therefore resume as if it had never stopped.
public protocol WordVectorTraining: AnyObject {
  /// The model that is trained and saved.
  associatedtype Model: Module
  var model: Model { get }
  /// The vectors that are kept in the end, (V, D): one row per word, in vocabulary order.
  var vectors: Tensor { get }
  /// The optimizer state kept alongside the model; nil if there is none.
  var optimizerState: (any Module)? { get }
  /// The number of passes over all chunks.
  var epochs: Int { get }
  /// The number of chunks in an epoch.
  var chunksPerEpoch: Int { get }
  /// Learns from the chunk with this number, counted across all epochs.
  func learn(chunk: Int) -> ChunkFigures
}

extension WordVectorTraining {
  /// Plain gradient descent has no optimizer state.
  public var optimizerState: (any Module)? { nil }
}

/// The figures of one or more chunks of the training of word vectors.
public struct ChunkFigures: Codable, Equatable, Sendable {
  /// The sum of the losses: in nats for Word2Vec, in weighted squares for GloVe.
  public var loss = 0.0
  /// The number of pairs in that sum.
  public var pairs = 0
  /// The number of words of text processed.
  public var words = 0
  /// The learning rate at the end.
  public var learningRate = 0.0

  /// Adds the figures of a later chunk.
  public static func += (sum: inout ChunkFigures, next: ChunkFigures) {
    sum.loss += next.loss
    sum.pairs += next.pairs
    sum.words += next.words
    sum.learningRate = next.learningRate
  }

  /// The mean loss per pair; 0 if there were no pairs.
  public var meanLoss: Double { loss / Double(max(1, pairs)) }

  /// Creates empty figures.
  public init() {}
}
