import Foundation

/// How well a model predicts a text.
public struct Evaluation: Equatable, Sendable {
  /// The mean of -ln p(token | those before it), in nats.
  public let loss: Double
  /// The tokens that were predicted.
  public let tokenCount: Int

  /// An evaluation with the given results.
  public init(loss: Double, tokenCount: Int) {
    self.loss = loss
    self.tokenCount = tokenCount
  }

  /// e to the power of the loss: as uncertain as a choice among so many equally likely tokens.
  public var perplexity: Double { exp(loss) }
  /// The loss in bits.
  public var bitsPerToken: Double { loss / log(2) }
}
