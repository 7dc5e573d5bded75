import Files

/// How well the cosines between word vectors agree with human judgment.
public struct WordPairEvaluation: Equatable, Sendable {
  /// Spearman's rank correlation of cosines and human scores: the usual figure.
  public let spearman: Double
  /// Pearson's correlation of cosines and human scores.
  public let pearson: Double
  /// The number of pairs evaluated.
  public let covered: Int
  /// The number of pairs left out because one of their words has no vector.
  public let missing: Int

  /// Evaluates vectors on word pairs. Case is ignored, and among words that differ only in case, the most frequent is
  /// used, as in gensim's `evaluate_word_pairs`.
  ///
  /// - Parameter limit: how many of the most frequent words to consider.
  /// - Throws: `Problem` of kind `badData` if no pair has vectors for both words.
  public init(_ pairs: WordPairs, of vectors: WordVectors, amongFirst limit: Int = 300_000) throws {
    require(limit >= 0, "WordPairEvaluation: the first \(limit) words")
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
        "\(pairs.path): none of the \(grouped(pairs.pairs.count)) pairs has both words among the "
          + "\(grouped(words.count)) with vectors"
      )
    }
    spearman = Correlation.spearman(scores, cosines)
    pearson = Correlation.pearson(scores, cosines)
    covered = cosines.count
    missing = pairs.pairs.count - covered
  }
}
