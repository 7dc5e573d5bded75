import Files

/// Returns the candidate that the user most likely meant by a mistyped word, or nil if none is near.
///
/// A candidate is near if at most about a third of the letters are wrong, or if it begins with the word. Case is
/// ignored.
///
///     nearest(to: "--layrs", among: ["--layers", "--heads"])  // "--layers"
///     nearest(to: "--color", among: ["--layers", "--heads"]) // nil
func nearest(to word: String, among candidates: [String]) -> String? {
  // Leading hyphens do not count as letters: -layers is as near as --layers, and --x is not near --y.
  func letters(_ name: String) -> [Character] { Array(name.lowercased().drop { $0 == "-" }) }
  let typed = letters(word)
  guard !typed.isEmpty else { return nil }
  let near = candidates.map { (name: $0, distance: editDistance(typed, letters($0))) }
    .filter { $0.distance <= likelyEdits(typed.count, letters($0.name).count) }
  return near.min { $0.distance < $1.distance }?.name
    ?? candidates.first { typed.count > 1 && letters($0).starts(with: typed) }
}
