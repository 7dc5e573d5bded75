import Corpora
import Files
import Kernels
import Layers
import Tensors
import Transformers

/// A GPT's probabilities of one token after another of a text, from the same windows as `GPT.evaluate`. Several windows
/// are computed at a time, unless the network learns from each.
struct NetworkPredictions {
  private let gpt: GPT
  private let tokens: [Int32]
  private let learner: NetworkLearner?
  /// The index of the next token.
  private var position: Int
  private var batches: EvaluationBatches.Iterator
  /// The probabilities of the targets of the batch read last, row by row, and the rows that were used.
  private var rows: [Float] = []
  private var used = 0

  /// Prepares the predictions of the tokens from `start` on.
  ///
  /// - Parameters:
  ///   - start: at least 1.
  ///   - batchSize: the number of windows at a time.
  ///   - stride: the distance from one window to the next.
  ///   - learner: trains the network on each window, once its tokens have been passed on.
  init(
    of gpt: GPT, _ tokens: [Int32], from start: Int, batchSize: Int, stride: Int, learner: NetworkLearner? = nil
  ) {
    require(start >= 1 && start <= tokens.count, "a GPT predicts \(tokens.count) tokens from \(start)")
    (self.gpt, self.tokens, self.learner, position) = (gpt, tokens, learner, start)
    batches = EvaluationBatches(
      of: tokens[(start - 1)...], batchSize: learner == nil ? batchSize : 1, length: gpt.configuration.contextLength,
      stride: stride
    ).makeIterator()
  }

  /// Passes on the probabilities of the next token, if there is another one.
  mutating func next(_ body: (UnsafeBufferPointer<Float>) -> Void) {
    let V = gpt.configuration.vocabularySize
    if used * V == rows.count {
      if used > 0 { learner?.learn(tokens[..<position], new: used) }
      guard let batch = batches.next() else { return }
      (rows, used) = (probabilities(batch), 0)
    }
    rows.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[used * V..<(used + 1) * V])) }
    used += 1
    position += 1
  }

  /// Returns the probabilities of a batch's targets, in order.
  private func probabilities(_ batch: Batch) -> [Float] {
    let V = gpt.configuration.vocabularySize, parts = batch.microBatches
    var results = [[Float]](repeating: [], count: parts.count)
    results.withUnsafeMutableBufferPointer { results in
      let results = results
      withoutGradients {
        cachingPackedWeights(of: gpt.parameters) {
          forEachPart(parts.count) { i in
            var pass = ForwardPass.evaluation
            let logits = gpt.logits(parts[i], &pass)
            results[i] = withExtendedLifetime(logits) {
              counted(UnsafeBufferPointer(start: logits.data, count: parts[i].targets.count * V), parts[i].targets)
            }
          }
        }
      }
    }
    return Array(results.joined())
  }

  /// Returns the softmax of the rows that have a target.
  private func counted(_ logits: UnsafeBufferPointer<Float>, _ targets: [Int32]) -> [Float] {
    let V = logits.count / max(1, targets.count)
    var rows: [Float] = []
    rows.reserveCapacity(logits.count)
    for (i, target) in targets.enumerated() where target >= 0 { rows += logits[i * V..<(i + 1) * V] }
    let count = rows.count / V
    rows.withUnsafeMutableBufferPointer { rows in
      if count > 0, let first = rows.baseAddress { softmax(first, first, rows: count, columns: V) }
    }
    return rows
  }
}
