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
  /// The mean loss over all of `tokens`: windows of the context's length, every token but the first predicted once.
  ///
  /// - Parameters:
  ///   - batchSize: how many windows go through the model together; it changes speed and memory, hardly the result.
  ///   - stride: from one window to the next; without it the context's length, so that windows do not overlap. Less of it
  ///     shows the model more of the text before each token, and takes longer.
  ///   - limit: stop after so many batches.
  public func evaluate(_ tokens: ArraySlice<Int32>, batchSize: Int, stride: Int? = nil, limit: Int? = nil)
    -> Evaluation
  {
    var total = 0.0, count = 0
    withoutGradients {
      let length = configuration.contextLength
      withFixedWeights {
        let batches = EvaluationBatches(
          of: tokens, batchSize: batchSize, length: length, stride: stride, limit: limit)
        for batch in batches {
          var context = Context.evaluation
          let mean = loss(batch.inputs, targets: batch.targets, batchSize: batch.batchSize, &context).item
          let counted = batch.targets.count { $0 >= 0 }
          total += Double(mean) * Double(counted)
          count += counted
        }
      }
    }
    return Evaluation(loss: total / Double(max(1, count)), tokenCount: count)
  }
}
