import Layers
import Tensors

/// A training of word vectors, portion by portion.
///
/// What a portion does depends on its number and on the parameters alone. So a training whose parameters were saved
/// between two portions goes on from there as if it had never stopped.
public protocol WordVectorTraining: AnyObject {
  /// What learns, and what is saved.
  associatedtype Model: Module
  var model: Model { get }
  /// The vectors that are kept in the end, (V, D): words in the order of their numbers.
  var vectors: Tensor { get }
  /// What the updates remember beside the model; none where they remember nothing.
  var memory: (any Module)? { get }
  /// How often all portions are gone through.
  var epochs: Int { get }
  /// How many portions an epoch has.
  var portionsPerEpoch: Int { get }
  /// Learns from the portion with this number, counted through all epochs.
  func learn(portion: Int) -> PortionFigures
}

extension WordVectorTraining {
  /// Plain gradient descent remembers nothing.
  public var memory: (any Module)? { nil }
}

/// What a portion of a training of word vectors came to.
public struct PortionFigures: Codable, Equatable, Sendable {
  /// The sum of the losses: of Word2Vec in nats, of GloVe in weighted squares.
  public var loss = 0.0
  /// How many pairs that is the sum over.
  public var pairs = 0
  /// The words of the text that were gone through.
  public var words = 0
  /// The learning rate at the end.
  public var learningRate = 0.0

  /// Adds what another portion came to, which came later.
  public static func += (sum: inout PortionFigures, next: PortionFigures) {
    sum.loss += next.loss
    sum.pairs += next.pairs
    sum.words += next.words
    sum.learningRate = next.learningRate
  }

  /// The mean loss of a pair; 0 where there was none.
  public var meanLoss: Double { loss / Double(max(1, pairs)) }

  /// Nothing yet.
  public init() {}
}
