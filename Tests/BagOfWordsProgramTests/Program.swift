import Foundation
import TestSupport
import Testing

extension Program {
  /// The built `bag-of-words`.
  init() throws { try self.init("bag-of-words") }
}

/// The course's four documents, one per line.
let fourClauses = """
  it was the best of times
  it was the worst of times
  it was the age of wisdom
  it was the age of foolishness

  """

/// Labeled sentences of two kinds that share some words; a classifier can learn them in a moment.
func labeledLines(_ count: Int = 60) -> String {
  let good = [
    "a warm day by the sea", "the sun is out and so are we", "warm bread with honey", "we sing and it is fine",
  ]
  let bad = [
    "a cold day by the road", "the rain is here and so is mud", "stale bread with dust", "we wait and it is late",
  ]
  let ends = ["again", "and again", "at last", "once more", "as ever"]
  return (0..<count).map { i in
    let isGood = (i * 7 / 3) % 2 == 0
    return "\(isGood ? "good" : "bad")\t\((isGood ? good : bad)[i % 4]) \(ends[i % 5])\n"
  }.joined()
}
