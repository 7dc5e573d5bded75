import Corpora
import Layers
import Tensors

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
