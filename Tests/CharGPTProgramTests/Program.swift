import TestSupport

extension Program {
  /// The built `char-gpt`.
  init() throws { try self.init("char-gpt") }
}

/// A training text: several thousand characters of varied sentences.
func smallText(_ count: Int = 6000) -> String {
  let subjects = ["the ferry", "a goat", "Nell", "the baker", "an old clock", "the miller"]
  let verbs = ["waits for", "sees", "has lost", "sings to", "carries"]
  let objects = ["the river.", "a loaf of bread,", "the bell;", "seven sheep!", "its own shadow?", "the tide."]
  var text = ""
  var i = 0
  while text.count < count {
    text += "\(subjects[i % 6]) \(verbs[(i / 2) % 5]) \(objects[(i / 3) % 6])\n"
    i += 1
  }
  return String(text.prefix(count))
}

/// Options for a model that trains in a moment.
let tinyShape = [
  "--preset", "gpt2", "--layers", "1", "--heads", "2", "--embedding", "16", "--context", "16", "--batch", "4",
]
