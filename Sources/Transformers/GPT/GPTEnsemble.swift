import Corpora
import Files
import Foundation
import Kernels
import LanguageModels
import Layers
import Tensors

/// Several GPTs as one model, whose probabilities are the mean of theirs.
///
/// Networks that began with other random numbers make other mistakes, and in the mean a part of these cancels. As the
/// logarithm is concave, the loss of the mean is never above the mean of the losses.
///
///     let ensemble = GPTEnsemble([first, second])
///     ensemble.evaluate(tokens[...], batchSize: 12).loss
///
/// Source: Lakshminarayanan, Pritzel and Blundell, "Simple and Scalable Predictive Uncertainty Estimation using Deep
/// Ensembles", 2017, section 2.4.
public struct GPTEnsemble {
  /// The models.
  public let members: [GPT]

  /// Combines models, at least one, which all have the same tokens.
  public init(_ members: [GPT]) {
    require(
      Set(members.map(\.configuration.vocabularySize)).count == 1,
      "GPTEnsemble: the members must have the same tokens, and there must be at least one")
    self.members = members
  }

  /// The longest text that all members read at once, in tokens.
  public var contextLength: Int { members.map(\.configuration.contextLength).min() ?? 0 }

  /// Measures how well the mean predicts all of `tokens` but the first; see `GPT.evaluate`.
  public func evaluate(_ tokens: ArraySlice<Int32>, batchSize: Int, stride: Int? = nil) -> Evaluation {
    var total = 0.0, count = 0
    withoutGradients {
      cachingPackedWeights(of: members.flatMap(\.parameters)) {
        let batches = EvaluationBatches(of: tokens, batchSize: batchSize, length: contextLength, stride: stride)
        for batch in batches {
          let parts = batch.microBatches
          let losses = [Double](unsafeUninitializedCapacity: parts.count) { losses, count in
            let losses = losses
            forEachPart(parts.count) { losses[$0] = totalLoss(parts[$0]) }
            count = parts.count
          }
          total = losses.reduce(total, +)
          count += batch.targets.count { $0 >= 0 }
        }
      }
    }
    return Evaluation(totalLoss: total, tokenCount: count)
  }

  /// Returns the sum of the losses at the targets of a batch.
  private func totalLoss(_ batch: Batch) -> Double {
    let V = members[0].configuration.vocabularySize
    var means = [Double](repeating: 0, count: batch.targets.count)
    for member in members {
      var pass = ForwardPass.evaluation
      let logProbabilities = member.logits(batch, &pass).logSoftmax()
      withExtendedLifetime(logProbabilities) {
        for (row, target) in batch.targets.enumerated() where target >= 0 {
          means[row] += exp(Double(logProbabilities.data[row * V + Int(target)])) / Double(members.count)
        }
      }
    }
    return zip(means, batch.targets).reduce(0) { $1.1 >= 0 ? $0 - log($1.0) : $0 }
  }

  /// Returns the logarithms of the mean of the probabilities that rows of logits stand for.
  fileprivate func mean(_ logits: [[Float]]) -> [Float] {
    let V = members[0].configuration.vocabularySize, share = 1 / Float(members.count)
    var sum = [Float](repeating: 0, count: logits[0].count)
    for var rows in logits {
      rows.withUnsafeMutableBufferPointer { rows in
        if let first = rows.baseAddress { softmax(first, first, rows: rows.count / V, columns: V) }
      }
      for i in sum.indices { sum[i] += rows[i] * share }
    }
    sum.withUnsafeMutableBufferPointer { sum in
      if let first = sum.baseAddress { elementwise(.log, first, first, count: sum.count) }
    }
    return sum
  }
}

extension GPTEnsemble: LanguageModel {
  /// The parameters of all members.
  public var parameterCount: Int { members.reduce(0) { $0 + $1.parameterCount } }

  /// Returns the logarithms of the probabilities of the next token. Each member reads as much of the text as fits in its
  /// own context.
  public func nextLogits(after tokens: [Int32]) -> [Float] { mean(members.map { $0.nextLogits(after: tokens) }) }

  /// Measures how well the mean predicts the tokens from `start` on, in windows that overlap by half.
  ///
  /// - Parameter start: at least 1.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    evaluate(tokens[(start - 1)...], batchSize: 16, stride: max(1, contextLength / 2))
  }

  /// Returns a reader that keeps the keys and values of all members.
  public func reader() -> any TextReader { EnsembleReader(self) }
}

/// The members' readers of one text.
private final class EnsembleReader: TextReader {
  private let ensemble: GPTEnsemble
  private let readers: [any TextReader]

  init(_ ensemble: GPTEnsemble) {
    self.ensemble = ensemble
    readers = ensemble.members.map { $0.reader() }
  }

  var room: Int { readers.map(\.room).min() ?? 0 }

  func begin(_ prompt: [Int32]) -> [Float] { ensemble.mean(readers.map { $0.begin(prompt) }) }

  func append(_ tokens: [Int32]) -> [Float] { ensemble.mean(readers.map { $0.append(tokens) }) }

  func removeLast(_ count: Int) { readers.forEach { $0.removeLast(count) } }
}
