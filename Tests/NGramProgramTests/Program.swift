import Foundation
import TestSupport

extension Program {
  /// The built `ngram`.
  init() throws { try self.init("ngram") }
}

/// A training text: a few hundred lines of varied sentences.
func smallText(lines: Int = 300) -> String {
  let subjects = ["the ferry", "a goat", "Nell", "the baker", "an old clock", "the miller"]
  let verbs = ["waits for", "sees", "has lost", "sings to", "carries"]
  let objects = ["the river .", "a loaf of bread ,", "the bell ;", "seven sheep !", "its own shadow ?", "the tide ."]
  return (0..<lines).map { i in
    "\(subjects[i * i % 6]) \(verbs[(i / 2) % 5]) \(objects[(i * i / 3) % 6]) \(i % 11 == 0 ? "once" : "")\n"
  }.joined()
}
