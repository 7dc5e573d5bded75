/// The candidate that a mistyped word most likely meant, or nil when none is near.
///
/// Near means at most a third of its letters wrong, or the word being its beginning. Capitals do not count.
///
///     nearest(to: "--layrs", among: ["--layers", "--heads"])  // "--layers"
///     nearest(to: "--colour", among: ["--layers", "--heads"]) // nil
func nearest(to word: String, among candidates: [String]) -> String? {
  // Hyphens before the name are no letters: -layers is as near as --layers, and --x is not near --y.
  func letters(_ name: String) -> [Character] { Array(name.lowercased().drop { $0 == "-" }) }
  let typed = letters(word)
  guard !typed.isEmpty else { return nil }
  let near = candidates.map { (name: $0, distance: editDistance(typed, letters($0))) }
    .filter { $0.distance <= max(1, (max(typed.count, letters($0.name).count) + 1) / 3) }
  return near.min { $0.distance < $1.distance }?.name
    ?? candidates.first { typed.count > 1 && letters($0).starts(with: typed) }
}

/// The number of letters to insert, delete, replace or swap with their neighbour to turn one word into the
/// other: the Damerau-Levenshtein distance in the form that edits no letter twice ("optimal string alignment").
///
/// With i letters of `a` and j of `b`:
///
///     d(i, j) = min(d(i-1, j) + 1, d(i, j-1) + 1, d(i-1, j-1) + [a_i != b_j],
///                   d(i-2, j-2) + 1 where the last two letters are swapped)
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var before: [Int] = []  // the row i - 2
  var row = Array(0...b.count)  // the row i - 1, from i = 1 on
  for i in 0..<a.count {
    var next = [i + 1]
    for j in 0..<b.count {
      var best = min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      next.append(best)
    }
    (before, row) = (row, next)
  }
  return row[b.count]
}
