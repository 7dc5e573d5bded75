extension WordVectors {
  /// Returns words sorted by how near they are to their common direction, the nearest first: the last one is the odd
  /// one out.
  ///
  /// The common direction is the mean of their vectors, each scaled to length 1 first. Of equally near words, the one
  /// named first comes first.
  ///
  ///     let words = try ["breakfast", "cereal", "dinner", "lunch"].map(vectors.find)
  ///     vectors.words[vectors.byCentrality(words).last!.word]   // cereal
  public func byCentrality(_ words: [Int32]) -> [Match] {
    let units = words.map(unitVector)
    var mean = [Double](repeating: 0, count: dimensions)
    for unit in units { for i in mean.indices { mean[i] += Double(unit[i]) } }
    let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let matches = zip(words, units).map { word, unit in
      let product = zip(unit, mean).reduce(0) { $0 + Double($1.0) * $1.1 }
      return Match(word: word, similarity: length > 0 ? Float(product / length) : 0)
    }
    // The sort is stable.
    return matches.sorted { $0.similarity > $1.similarity }
  }
}
