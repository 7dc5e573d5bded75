import Files

extension WordVectors {
  /// A word found by a search, and how near it is.
  public struct Match: Equatable, Sendable {
    /// The word's number.
    public let word: Int32
    /// The cosine of the angle between its vector and the direction searched for, from -1 to 1.
    public let similarity: Float
  }

  /// Returns the words nearest to a direction by cosine similarity, the nearest first; of equally near words, the more
  /// frequent comes first.
  ///
  /// - Parameters:
  ///   - direction: a vector of D numbers; its length does not matter.
  ///   - count: the maximum number of words.
  ///   - excluded: words to skip.
  /// - Complexity: that of ``cosines(to:)``; selecting the largest adds little.
  public func nearest(to direction: [Float], count: Int, excluding excluded: Set<Int32> = []) -> [Match] {
    require(count >= 0, "nearest: \(count) words")
    let cosines = cosines(to: direction), count = min(count, cosines.count)
    guard count > 0 else { return [] }
    var kept: [Match] = []
    var bar = -Float.infinity
    func cut() {
      kept.sort { ($1.similarity, $0.word) < ($0.similarity, $1.word) }
      kept.removeLast(max(0, kept.count - count))
    }
    // Only cosines above the worst of the best so far are considered, and sorting is rare.
    for (i, cosine) in cosines.enumerated() where cosine > bar && !excluded.contains(Int32(i)) {
      kept.append(Match(word: Int32(i), similarity: cosine))
      if kept.count == 2 * count + 1000 {
        cut()
        bar = kept[count - 1].similarity
      }
    }
    cut()
    return kept
  }

  /// Returns the words nearest to a word, without the word itself, the nearest first.
  ///
  ///     vectors.nearest(to: try vectors.find("sea"), count: 3).map { vectors.words[$0.word] }   // ocean, shore, waves
  public func nearest(to word: Int32, count: Int) -> [Match] {
    nearest(to: unitVector(word), count: count, excluding: [word])
  }
}
