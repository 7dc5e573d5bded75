import Corpora
import Foundation
import TestSupport

/// Texts for GloVe.
enum GloVeExamples {
  /// A text as a corpus: one sentence per line, words separated by spaces, no word left out.
  static func corpus(_ text: String) throws -> WordCorpus {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try WordCorpus(contentsOf: path, pattern: .spaces, minimumCount: 1)
  }

  /// Sentences of one to thirty random words; low numbers are more frequent.
  static func randomText(words: Int, vocabulary: Int, seed: UInt64 = 1) -> String {
    var random = RandomValues(seed: seed), text = "", left = words
    while left > 0 {
      let length = min(left, 1 + Int(random.next() % 30))
      let sentence = (0..<length).map { _ in
        let x = random.float(in: 0...1)
        return "w\(Int(x * x * Float(vocabulary)))"
      }
      text += sentence.joined(separator: " ") + "\n"
      left -= length
    }
    return text
  }

  /// Two words that differ in one respect, and what they have in common.
  typealias Couple = (first: String, second: String, common: String)

  static let capitals: [Couple] = [
    ("france", "paris", "french"), ("italy", "rome", "italian"), ("spain", "madrid", "spanish"),
    ("greece", "athens", "greek"), ("norway", "oslo", "norwegian"), ("egypt", "cairo", "egyptian"),
    ("japan", "tokyo", "japanese"), ("poland", "warsaw", "polish"),
  ]

  static let couples: [Couple] = [
    ("king", "queen", "crown"), ("prince", "princess", "palace"), ("uncle", "aunt", "cousin"),
    ("father", "mother", "child"), ("actor", "actress", "stage"), ("waiter", "waitress", "tray"),
  ]

  /// A few hundred sentences in which every country relates to its capital as any other does, and king to queen as
  /// waiter to waitress.
  static var analogies: String {
    var text = ""
    for (country, capital, adjective) in capitals {
      for verb in ["praised", "guarded", "described", "painted"] {
        text += "the nation of \(country) \(verb) its long \(adjective) border\n"
        text += "an army of the nation \(country) \(verb) a \(adjective) field\n"
        text += "the city of \(capital) \(verb) its busy \(adjective) streets\n"
        text += "a mayor in the city \(capital) \(verb) a \(adjective) square\n"
      }
    }
    for (man, woman, thing) in couples {
      for verb in ["found", "kept", "showed", "wanted"] {
        text += "he said the \(man) \(verb) his \(thing) himself\n"
        text += "this man the \(man) \(verb) some \(thing) for him\n"
        text += "she said the \(woman) \(verb) her \(thing) herself\n"
        text += "this lady the \(woman) \(verb) some \(thing) for her\n"
      }
    }
    return text
  }
}
