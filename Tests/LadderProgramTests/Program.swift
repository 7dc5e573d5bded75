import Foundation
import TestSupport

extension Program {
  /// The built `ladder`.
  init() throws { try self.init("ladder") }
}

/// A text of a few hundred lines in which the subject of a line decides how it ends.
func smallText(lines: Int = 200) -> String {
  let pairs = [("the otter", "in the reeds"), ("a lamplighter", "on the bridge"), ("Nell", "at the oven")]
  let middles = ["waits", "hums a tune", "counts the boats", "says nothing at all"]
  return (0..<lines).map { i in
    let (who, place) = pairs[i * i % 3 == 0 ? i % 3 : (i / 2) % 3]
    return "\(who) \(middles[(i * 7 / 3) % 4]) \(place)\n"
  }.joined()
}

/// Options for a ladder that takes only a moment.
let quick = ["--size", "tiny", "--mlp-steps", "60", "--gpt-steps", "40"] + shortRecurrence

/// Options that leave the recurrent models untrained, for tests of others.
let shortRecurrence = ["--rnn-steps", "3", "--lstm-steps", "3"]

/// The smallest GPT, for texts whose evaluation alone would take seconds.
let small = ["--size", "tiny", "--layers", "1"]
