import Foundation
import Kernels
import LanguageModels

extension NGramModel {
  /// How well the model predicts sentences that stand one behind the other, each between its markers.
  ///
  /// The text is cut into chunks of a fixed size that the threads share, and the chunks' sums are added up in order: the
  /// result is the same to the last bit on any number of threads.
  public func evaluate(_ stream: [Int32]) -> Evaluation {
    let size = 1 << 14, chunkCount = (stream.count + size - 1) / size
    var chunks = [Evaluation](repeating: Evaluation(), count: chunkCount)
    chunks.withUnsafeMutableBufferPointer { chunks in
      parallel(chunkCount, work: stream.count * 64) { range in
        for chunk in range {
          var sum = Evaluation()
          walk(stream, chunk * size..<min(stream.count, (chunk + 1) * size)) { token, probability, _ in
            sum.add(probability: probability, isUnknown: token == vocabulary.unknown)
          }
          chunks[chunk] = sum
        }
      }
    }
    return chunks.reduce(into: Evaluation()) { $0 += $1 }
  }

  /// How well the model predicts the tokens from `start` on, each from those before it, as part of one text that goes on.
  ///
  /// Here no sentence begins or ends and every token is known, as for the models that have no such markers: what a
  /// context gives to the markers is left out, and the rest taken as the whole.
  ///
  /// - Parameters:
  ///   - tokens: the tokenizer's, without markers.
  ///   - start: the first that is predicted; at 0 it has no context.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    var context = context(after: tokens[max(0, start - order + 1)..<start]), loss = 0.0
    for token in tokens[start...] {
      let markers = [vocabulary.unknown, vocabulary.end].reduce(0) {
        $0 + Double(probability(of: $1, after: context).value)
      }
      loss -= log(Double(probability(of: token, after: context).value) / (1 - markers))
      read(token, &context)
    }
    return Evaluation(totalLoss: loss, tokenCount: tokens.count - start)
  }

  /// Calls `body` for each token that is predicted, with its probability and the length of the n-gram that it came from.
  public func forEachPrediction(
    _ stream: [Int32], _ body: (_ token: Int32, _ probability: Float, _ order: Int) throws -> Void
  ) rethrows {
    try walk(stream, stream.indices, body)
  }

  private func walk(
    _ stream: [Int32], _ range: Range<Int>,
    _ body: (_ token: Int32, _ probability: Float, _ order: Int) throws -> Void
  ) rethrows {
    var context = context(after: stream[max(0, range.lowerBound - order + 1)..<range.lowerBound])
    for token in stream[range] {
      if token != vocabulary.start {
        let (probability, order) = probability(of: token, after: context)
        try body(token, probability, order)
      }
      read(token, &context)
    }
  }
}
