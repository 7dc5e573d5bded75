extension WordVectors {
  /// A word that was found, and how near it is.
  public struct Match: Equatable, Sendable {
    /// The word's number.
    public let word: Int32
    /// The cosine of the angle between its vector and what was looked for, from -1 to 1.
    public let similarity: Float
  }

  /// The words nearest to a direction by the cosine of the angle between, the nearest first; of equals, the more frequent.
  ///
  /// - Parameters:
  ///   - direction: D numbers, of any length.
  ///   - count: how many words, at most.
  ///   - excluded: words that are passed over.
  /// - Complexity: that of ``cosines(to:)``; finding the largest of them takes little beside it.
  public func nearest(to direction: [Float], count: Int, excluding excluded: Set<Int32> = []) -> [Match] {
    let cosines = cosines(to: direction), count = min(count, cosines.count)
    guard count > 0 else { return [] }
    var kept: [Match] = []
    var bar = -Float.infinity
    func cut() {
      kept.sort { ($1.similarity, $0.word) < ($0.similarity, $1.word) }
      kept.removeLast(max(0, kept.count - count))
    }
    // Only what passes the least of the best so far is looked at, and rarely sorted.
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

  /// The other words nearest to a word, the nearest first.
  ///
  ///     vectors.nearest(to: try vectors.find("sea"), count: 3).map { vectors.words[$0.word] }   // ocean, shore, waves
  public func nearest(to word: Int32, count: Int) -> [Match] {
    nearest(to: unitVector(word), count: count, excluding: [word])
  }
}
