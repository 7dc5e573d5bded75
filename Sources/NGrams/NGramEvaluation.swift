import Foundation
import Kernels
import LanguageModels

/// How well an n-gram model predicts a text: sums over its tokens, sentence ends included.
///
/// For a model that gives only scores the sums are of scores, and perplexities mean nothing; see
/// ``NGramModel/isNormalized``.
public struct NGramEvaluation: Equatable, Sendable {
  /// The sum of -ln p over all tokens, in nats; infinite where one of them was impossible.
  public internal(set) var loss = 0.0
  /// The part of the loss that known tokens cost.
  public internal(set) var knownLoss = 0.0
  /// The tokens that were predicted, each sentence's end among them.
  public internal(set) var tokenCount = 0
  /// How many of them the vocabulary lacks.
  public internal(set) var unknownCount = 0
  /// How many of them the model gave no probability at all.
  public internal(set) var impossibleCount = 0

  /// The mean loss of a token, in nats.
  public var lossPerToken: Double { loss / Double(max(1, tokenCount)) }
  /// e to the power of the mean loss: as uncertain as a choice among so many equally likely tokens.
  public var perplexity: Double { exp(lossPerToken) }
  /// The same over the known tokens only.
  public var perplexityWithoutUnknown: Double {
    exp(knownLoss / Double(max(1, tokenCount - unknownCount)))
  }
  /// The mean loss of a token, in bits.
  public var bitsPerToken: Double { lossPerToken / log(2) }
  /// What all tokens cost, in bits: the size to which a perfect coder would bring the text.
  public var bits: Double { loss / log(2) }

  mutating func add(_ probability: Float, isUnknown: Bool) {
    let cost = -log(Double(probability))
    loss += cost
    tokenCount += 1
    if isUnknown { unknownCount += 1 } else { knownLoss += cost }
    if probability == 0 { impossibleCount += 1 }
  }

  mutating func add(_ other: NGramEvaluation) {
    loss += other.loss
    knownLoss += other.knownLoss
    tokenCount += other.tokenCount
    unknownCount += other.unknownCount
    impossibleCount += other.impossibleCount
  }
}

extension NGramModel {
  /// How well the model predicts sentences that stand one behind the other, each between its markers.
  ///
  /// The text is cut into chunks of a fixed size that the threads share, and the chunks' sums are added up in order: the
  /// result is the same to the last bit on any number of threads.
  public func evaluate(_ stream: [Int32]) -> NGramEvaluation {
    let size = 1 << 14, chunkCount = (stream.count + size - 1) / size
    var chunks = [NGramEvaluation](repeating: NGramEvaluation(), count: chunkCount)
    chunks.withUnsafeMutableBufferPointer { chunks in
      parallel(chunkCount, work: stream.count * 64) { range in
        for chunk in range {
          var sum = NGramEvaluation()
          walk(stream, chunk * size..<min(stream.count, (chunk + 1) * size)) { token, probability, _ in
            sum.add(probability, isUnknown: token == vocabulary.unknown)
          }
          chunks[chunk] = sum
        }
      }
    }
    return chunks.reduce(into: NGramEvaluation()) { $0.add($1) }
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
    let count = tokens.count - start
    return Evaluation(loss: loss / Double(max(1, count)), tokenCount: count)
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
