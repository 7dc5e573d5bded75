import Foundation

/// How well a model predicts text.
public struct Evaluation: Equatable, Sendable {
  /// The mean of -ln p(token | previous tokens), in nats per token.
  public let loss: Double
  /// The number of tokens predicted.
  public let tokenCount: Int

  /// Creates an evaluation with the given results.
  public init(loss: Double, tokenCount: Int) {
    self.loss = loss
    self.tokenCount = tokenCount
  }

  /// e to the power of the loss: the model is as uncertain as when choosing among this many equally likely tokens.
  public var perplexity: Double { exp(loss) }
  /// The loss in bits per token.
  public var bitsPerToken: Double { loss / log(2) }
}
