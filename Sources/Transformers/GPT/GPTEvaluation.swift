import Corpora
import LanguageModels
import Layers
import Tensors

extension GPT {
  /// Returns the mean loss over all of `tokens`: in windows of the context length, every token but the first is
  /// predicted once.
  ///
  /// - Parameters:
  ///   - batchSize: the number of windows at a time. They go through the model in micro-batches, as in training.
  ///   - stride: the distance from one window to the next; the default is the context length, so windows do not
  ///     overlap. A smaller stride shows the model more of the text before each token, and takes longer.
  ///   - limit: the maximum number of batches.
  public func evaluate(_ tokens: ArraySlice<Int32>, batchSize: Int, stride: Int? = nil, limit: Int? = nil)
    -> Evaluation
  {
    var total = 0.0, count = 0
    withoutGradients {
      cachingPackedWeights(of: parameters) {
        let batches = EvaluationBatches(
          of: tokens, batchSize: batchSize, length: configuration.contextLength, stride: stride, limit: limit)
        for batch in batches {
          let microBatches = batch.microBatches
          for (loss, microBatch) in zip(losses(of: microBatches), microBatches) {
            let counted = microBatch.targets.count { $0 >= 0 }
            total += Double(loss) * Double(counted)
            count += counted
          }
        }
      }
    }
    return Evaluation(totalLoss: total, tokenCount: count)
  }

  /// Measures how well the model predicts the tokens from `start` on, in windows that overlap by half.
  ///
  /// After the first window, each prediction looks back over between half a context and a whole one, as when the model
  /// generates text.
  ///
  /// - Parameter start: at least 1, since the first token of a text has nothing before it.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    // The first window begins one token earlier: that token serves only as context.
    evaluate(tokens[(start - 1)...], batchSize: 16, stride: max(1, configuration.contextLength / 2))
  }

  /// Returns the mean loss of each micro-batch without dropout, several at a time.
  package func losses(of microBatches: [Batch]) -> [Float] {
    [Float](unsafeUninitializedCapacity: microBatches.count) { losses, count in
      let losses = losses
      forEachPart(microBatches.count) { i in
        var pass = ForwardPass.evaluation
        losses[i] = loss(microBatches[i], &pass).item
      }
      count = microBatches.count
    }
  }
}
