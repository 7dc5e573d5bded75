import Files
import Kernels

extension NGramModel {
  /// Trains a model on consecutive sentences, each between its markers.
  ///
  ///     let vocabulary = NGramVocabulary(tokenCount: tokenizer.vocabularySize)
  ///     let sentences = vocabulary.sentence(try tokenizer.encode(text))
  ///     let model = try NGramModel(sentences: sentences, vocabulary: vocabulary, order: 5)
  ///
  /// The result is the same to the last bit on any number of threads. A text of t tokens takes O(t N) time, and
  /// training needs at most about 24 bytes per token and 24 bytes per n-gram.
  ///
  /// - Parameters:
  ///   - sentences: ids of the vocabulary, as ``NGramVocabulary/sentence(_:)`` returns them.
  ///   - order: N, from 1 to 8.
  ///   - smoothing: the kind of smoothing; the k of add-k must be in ``NGramSmoothing/ks``.
  /// - Throws: `Problem` of kind `badData` when no sentence has N tokens, markers included.
  public init(
    sentences stream: [Int32], vocabulary: NGramVocabulary, order: Int, smoothing: NGramSmoothing = .kneserNey
  ) throws {
    require(Self.orders.contains(order), "NGramModel: order \(order) is not in \(Self.orders)")
    if case .addK(let k) = smoothing {
      require(NGramSmoothing.ks.contains(k), "NGramModel: add-k with k = \(k), not in \(NGramSmoothing.ks)")
    }
    require(
      stream.first == vocabulary.start && stream.last == vocabulary.end
        && stream.allSatisfy { $0 >= 0 && $0 < vocabulary.size },
      "NGramModel: sentences must be ids of the vocabulary, from a start marker to an end marker")
    var counts = NGramCounts(stream, vocabulary: vocabulary, order: order)
    if let empty = (1...order).first(where: { counts.level($0).isEmpty }) {
      throw Problem(
        .badData,
        "the text is too short for order \(order): no sentence has more than \(empty - 1) tokens, "
          + "including its start and end", suggestion: "Use a longer text or a lower order.")
    }
    if smoothing == .kneserNey { counts.countLeftContexts() }
    counts.forgetSentenceStarts()
    self.init(counts, smoothing: smoothing)
  }

  /// Turns counts into probabilities, short n-grams first, because longer ones build on them.
  private init(_ counts: NGramCounts, smoothing: NGramSmoothing) {
    let order = counts.order, V = Double(counts.vocabulary.predictedCount)
    let start = Int(counts.vocabulary.start) + 1
    let discounts =
      smoothing == .kneserNey ? (1...order).map { NGramDiscounts(counts: counts.counts[counts.level($0)]) } : []
    var probabilities = [Float](repeating: 0, count: counts.tokens.count)
    var backoffWeights = [Float](
      repeating: smoothing.backoff.weightOfUnseenContext(uniform: Float(1 / V)), count: counts.levelStarts[order])
    probabilities[0] = Float(1 / V)
    probabilities.withUnsafeMutableBufferPointer { probabilities in
      backoffWeights.withUnsafeMutableBufferPointer { backoffWeights in
        for length in 0..<order {
          let contexts = counts.level(length), discounts = discounts.isEmpty ? nil : discounts[length]
          // Each context writes its own backoff weight and its children's probabilities. It reads only probabilities of
          // shorter n-grams, which are finished.
          parallel(contexts.count, work: 8 * counts.level(length + 1).count) { range in
            for context in range.lowerBound + contexts.lowerBound..<range.upperBound + contexts.lowerBound {
              let children = counts.children(context)
              guard !children.isEmpty else { continue }
              var totals = NGramTotals()
              for child in children { totals.add(counts.counts[child]) }
              let weight = smoothing.backoffWeight(totals, discounts, V: V)
              backoffWeights[context] = Float(weight)
              for child in children where child != start {
                let lower = smoothing.isInterpolated ? weight * Double(probabilities[Int(counts.suffixes[child])]) : 0
                probabilities[child] = Float(smoothing.share(counts.counts[child], totals, discounts, V: V) + lower)
              }
            }
          }
        }
      }
    }
    self.init(
      vocabulary: counts.vocabulary, order: order, backoff: smoothing.backoff, tokens: counts.tokens,
      probabilities: probabilities, backoffWeights: backoffWeights, firstChildren: counts.firstChildren,
      levelStarts: counts.levelStarts, discounts: discounts)
  }
}
