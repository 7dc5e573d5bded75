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
          let parts = batch.microBatches
          for (loss, part) in zip(losses(of: parts), parts) {
            let counted = part.targets.count { $0 >= 0 }
            total += Double(loss) * Double(counted)
            count += counted
          }
        }
      }
    }
    return Evaluation(loss: total / Double(max(1, count)), tokenCount: count)
  }

  /// Returns the mean loss of each micro-batch, several at a time.
  private func losses(of parts: [Batch]) -> [Float] {
    [Float](unsafeUninitializedCapacity: parts.count) { losses, count in
      let losses = losses
      forEachPart(parts.count) { i in
        var pass = ForwardPass.evaluation
        losses[i] = loss(parts[i], &pass).item
      }
      count = parts.count
    }
  }
}
