import Files

extension WordVectors {
  /// Returns the words that a mistyped word most likely stands for: those with the smallest edit distance to it. Among
  /// equals, words with the same first letter come first, since that is rarely mistyped, and then the most frequent.
  /// Case is ignored. The result is empty if no word is near.
  ///
  ///     vectors.nearestSpellings(of: "qeen", count: 3).map { vectors.words[$0] }   // queen, been, seen
  public func nearestSpellings(of word: String, count: Int) -> [Int32] {
    require(count >= 0, "nearestSpellings: \(count) words")
    let typed = Array(word.lowercased().unicodeScalars), typedBytes = word.utf8.count
    guard !typed.isEmpty else { return [] }
    var near: [(rank: Int, number: Int32)] = []
    for number in 0..<Int32(self.count) {
      // One edit changes the length by at most four bytes, so most words need no closer look.
      let bytes = words.withBytes(of: number) { $0.count }
      guard abs(bytes - typedBytes) <= 4 * likelyEdits(bytes, typedBytes) else { continue }
      let letters = Array(words[number].lowercased().unicodeScalars)
      let limit = likelyEdits(typed.count, letters.count)
      guard abs(letters.count - typed.count) <= limit else { continue }
      let distance = editDistance(typed, letters)
      if distance <= limit { near.append((2 * distance + (letters.first == typed[0] ? 0 : 1), number)) }
    }
    return near.sorted { $0 < $1 }.prefix(count).map(\.number)
  }
}
