import Corpora
import Foundation
import Layers
import Tensors

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

extension GPT {
  /// The mean loss over all of `tokens`: windows of the context's length without overlap, every token but the first
  /// predicted once.
  ///
  /// - Parameters:
  ///   - batchSize: how many windows go through the model together; it changes speed and memory, hardly the result.
  ///   - limit: stop after so many batches.
  public func evaluate(_ tokens: ArraySlice<Int32>, batchSize: Int, limit: Int? = nil) -> Evaluation {
    var total = 0.0, count = 0
    withoutGradients {
      let length = configuration.contextLength
      withFixedWeights {
        for batch in EvaluationBatches(of: tokens, batchSize: batchSize, length: length, limit: limit) {
          var context = Context.evaluation
          let mean = loss(batch.inputs, targets: batch.targets, batchSize: batch.batchSize, &context).item
          total += Double(mean) * Double(batch.targets.count)
          count += batch.targets.count
        }
      }
    }
    return Evaluation(loss: total / Double(max(1, count)), tokenCount: count)
  }
}
