import Files

/// How well the cosines between word vectors follow people's judgement.
public struct WordPairEvaluation: Equatable, Sendable {
  /// Spearman's rank correlation of cosines and scores: the usual figure.
  public let spearman: Double
  /// Pearson's correlation of cosines and scores.
  public let pearson: Double
  /// How many pairs were judged.
  public let covered: Int
  /// How many were left out, since one of their words has no vector.
  public let missing: Int

  /// Judges vectors by pairs of words. Capitals do not count, and of words that differ in nothing else the most frequent is
  /// taken, as in gensim's `evaluate_word_pairs`.
  ///
  /// - Parameter limit: how many of the most frequent words are looked at.
  /// - Throws: `Problem` of kind `badData` when no pair is covered.
  public init(_ pairs: WordPairs, of vectors: WordVectors, amongFirst limit: Int = 300_000) throws {
    let words = FoldedWords(vectors.words, count: limit)
    var cosines: [Double] = []
    var scores: [Double] = []
    for pair in pairs.pairs {
      guard let a = words[pair.first], let b = words[pair.second] else { continue }
      cosines.append(vectors.cosine(a, b))
      scores.append(pair.score)
    }
    guard !cosines.isEmpty else {
      throw Problem(
        .badData,
        "\(pairs.path): none of the \(pairs.pairs.count) pairs has both its words among the \(words.count) with vectors"
      )
    }
    spearman = Correlation.spearman(scores, cosines)
    pearson = Correlation.pearson(scores, cosines)
    covered = cosines.count
    missing = pairs.pairs.count - covered
  }
}
