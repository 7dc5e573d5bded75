import Files
import Foundation
import Kernels
import LanguageModels

extension NGramModel {
  /// Measures how well the model predicts consecutive sentences, each between its markers.
  ///
  /// The threads share the text in chunks of a fixed size, and the sums of the chunks are added up in order. So the
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

  /// Measures how well the model predicts the tokens from `start` on, each from the tokens before it, as part of one
  /// continuous text.
  ///
  /// Here, no sentence begins or ends and every token is known, so the result can be compared with that of models
  /// without markers. The probabilities of `<unk>` and `</s>` after each context are left out, and those of the tokens
  /// are scaled to add up to 1.
  ///
  /// - Parameters:
  ///   - tokens: the ids of a text, without markers.
  ///   - start: the index of the first token to predict; at 0, that token has no context.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    require((0...tokens.count).contains(start), "evaluate: from token \(start) of \(tokens.count)")
    var context = context(after: tokens[max(0, start - order + 1)..<start]), result = Evaluation()
    for token in tokens[start...] {
      let markers = [vocabulary.unknown, vocabulary.end].reduce(0) {
        $0 + Double(probability(of: $1, after: context).value)
      }
      result.add(cost: -log(Double(probability(of: token, after: context).value) / (1 - markers)))
      read(token, &context)
    }
    return result
  }

  /// Calls `body` for each predicted token, that is, each one except `<s>`, with its probability and the length of the
  /// longest known n-gram, as ``probability(of:after:)`` returns them.
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
