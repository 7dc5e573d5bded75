/// Returns the smallest number of edits that turn one word into the other, where an edit inserts, deletes or replaces a
/// letter or swaps two neighbors. This is the Damerau-Levenshtein distance in the form that edits no letter twice
/// ("optimal string alignment").
///
/// For the first i letters of `a` and the first j of `b`:
///
///     d(i, j) = min(d(i-1, j) + 1, d(i, j-1) + 1, d(i-1, j-1) + [a_i != b_j],
///                   d(i-2, j-2) + 1 where the last two letters are swapped)
@inlinable
public func editDistance<Letter: Equatable>(_ a: [Letter], _ b: [Letter]) -> Int {
  var before: [Int] = []  // row i - 2
  var row = Array(0...b.count)  // row i - 1, from i = 1 on
  for i in 0..<a.count {
    var next = [i + 1]
    next.reserveCapacity(b.count + 1)
    for j in 0..<b.count {
      var best = min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      next.append(best)
    }
    (before, row) = (row, next)
  }
  return row[b.count]
}

/// Returns the maximum number of edits at which a mistyped word is still recognized, for two words of the given
/// lengths: about a third of the longer length, and at least one.
public func likelyEdits(_ a: Int, _ b: Int) -> Int { max(1, (max(a, b) + 1) / 3) }
