import Files

extension WordVectors {
  /// The words that a mistyped one most likely meant: those with the fewest edits between; of equals those that begin with
  /// the same letter, for that is seldom mistyped, and then the most frequent. Capitals do not count. None where nothing is
  /// near.
  ///
  ///     vectors.nearestSpellings(of: "qeen", count: 3).map { vectors.words[$0] }   // queen, been, seen
  public func nearestSpellings(of word: String, count: Int) -> [Int32] {
    let typed = Array(word.lowercased().unicodeScalars), typedBytes = word.utf8.count
    guard !typed.isEmpty else { return [] }
    var near: [(rank: Int, number: Int32)] = []
    for number in 0..<Int32(self.count) {
      // An edit changes the length by four bytes at most, so most words need no closer look.
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
