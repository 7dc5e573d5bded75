import Corpora
import Layers
import Tensors

extension GPT {
  /// The mean loss over all of `tokens`: windows of the context's length, every token but the first predicted once.
  ///
  /// Without overlap, a window's first tokens are predicted from hardly any others. With it, each window begins inside
  /// the one before, and every prediction looks back on at least `overlap` tokens and the one that it follows; it costs
  /// length / (length - overlap) times as much. The first `overlap` + 1 tokens are then looked back on only.
  ///
  /// - Parameters:
  ///   - batchSize: how many windows go through the model together; it changes speed and memory, hardly the result.
  ///   - overlap: how many tokens of each window the window before has predicted; below the context's length.
  ///   - limit: stop after so many batches.
  public func evaluate(_ tokens: ArraySlice<Int32>, batchSize: Int, overlap: Int = 0, limit: Int? = nil) -> Evaluation {
    var total = 0.0, count = 0
    withoutGradients {
      let length = configuration.contextLength
      withFixedWeights {
        for batch in EvaluationBatches(
          of: tokens, batchSize: batchSize, length: length, overlap: overlap, limit: limit)
        {
          var context = Context.evaluation
          let mean = loss(batch.inputs, targets: batch.targets, batchSize: batch.batchSize, &context).item
          let counted = batch.targets.count - batch.batchSize * overlap
          total += Double(mean) * Double(counted)
          count += counted
        }
      }
    }
    return Evaluation(loss: total / Double(max(1, count)), tokenCount: count)
  }

  /// How well the model predicts the tokens from `start` on, each from those before it: at least half of a context, and
  /// at most all of it, as when it writes; see ``GPTDecoder``.
  ///
  /// - Parameter start: more than half of a context, which the first prediction looks back on.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    let overlap = configuration.contextLength / 2
    precondition(start > overlap && start <= tokens.count, "GPT: cannot evaluate \(tokens.count) tokens from \(start)")
    return evaluate(tokens[(start - overlap - 1)...], batchSize: 16, overlap: overlap)
  }
}
