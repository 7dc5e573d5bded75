import Files
import Foundation

/// How well a model predicts text: sums over the tokens that it predicted.
///
/// For a model whose values are scores and not probabilities, such as stupid backoff, the sums are of scores and
/// perplexities mean nothing.
public struct Evaluation: Equatable, Sendable {
  /// The sum of -ln p(token | previous tokens), in nats; infinite if the model ruled out one of the tokens.
  public private(set) var totalLoss: Double
  /// The part of the total loss that comes from tokens in the vocabulary.
  public private(set) var knownLoss: Double
  /// The number of tokens predicted.
  public private(set) var tokenCount: Int
  /// The number of those that the vocabulary lacks.
  public private(set) var unknownCount = 0
  /// The number of those to which the model gave no probability at all.
  public private(set) var impossibleCount = 0

  /// Creates the evaluation of tokens that the vocabulary has; by default, of no tokens yet.
  public init(totalLoss: Double = 0, tokenCount: Int = 0) {
    require(tokenCount >= 0, "Evaluation: \(tokenCount) tokens")
    self.totalLoss = totalLoss
    self.tokenCount = tokenCount
    knownLoss = totalLoss
  }

  /// The mean loss, in nats per token; 0 if there were no tokens.
  public var loss: Double { totalLoss / Double(max(1, tokenCount)) }
  /// The mean loss, in bits per token.
  public var bitsPerToken: Double { loss / log(2) }
  /// The total loss in bits: the size to which an ideal compressor with this model shrinks the text.
  public var totalBits: Double { totalLoss / log(2) }
  /// e to the power of the mean loss: the model is as uncertain as when choosing among this many equally likely tokens.
  public var perplexity: Double { exp(loss) }
  /// The perplexity over the known tokens only.
  public var perplexityWithoutUnknown: Double { exp(knownLoss / Double(max(1, tokenCount - unknownCount))) }

  /// Adds one predicted token.
  public mutating func add(probability: Float, isUnknown: Bool = false) {
    add(cost: -log(Double(probability)), isUnknown: isUnknown)
  }

  /// Adds one predicted token by its loss in nats.
  public mutating func add(cost: Double, isUnknown: Bool = false) {
    totalLoss += cost
    tokenCount += 1
    if isUnknown { unknownCount += 1 } else { knownLoss += cost }
    if cost == .infinity { impossibleCount += 1 }
  }

  /// Adds the tokens of another evaluation.
  public static func += (sum: inout Evaluation, next: Evaluation) {
    sum.totalLoss += next.totalLoss
    sum.knownLoss += next.knownLoss
    sum.tokenCount += next.tokenCount
    sum.unknownCount += next.unknownCount
    sum.impossibleCount += next.impossibleCount
  }
}

/// How far a loss is above the lowest possible loss, which is above 0, in percent; both are in the same unit.
public func percentAbove(floor: Double, _ loss: Double) -> Double {
  require(floor > 0, "percentAbove: a floor of \(floor); it must be above 0")
  return 100 * (loss / floor - 1)
}
