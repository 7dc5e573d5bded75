import Corpora
import Foundation
import Numerics
import Tensors

/// A small text with clear regularities, and the analogies that follow from them.
///
/// Each of ten realms has its own capital, river, dish and trade; people come in pairs. Sentences about realms differ
/// from sentences about capitals, and sentences about men from those about women.
enum Realms {
  private static let realms = [
    "orvania", "belmar", "tusk", "quillon", "maredd", "hastria", "jorvik", "lunden", "pellam", "zarath",
  ]
  private static let capitals = [
    "orvo", "belport", "tuskam", "quay", "marentis", "hasting", "jordal", "lunegate", "pellary", "zar",
  ]
  private static let rivers = ["ash", "birch", "cedar", "dell", "elm", "fern", "gorse", "hazel", "ivy", "juniper"]
  private static let dishes = [
    "stew", "pie", "soup", "cake", "bread", "cheese", "salad", "pudding", "porridge", "dumplings",
  ]
  private static let trades = [
    "wool", "salt", "iron", "glass", "silk", "timber", "honey", "paper", "copper", "tea",
  ]
  private static let men = ["king", "prince", "uncle", "boy", "actor", "grandfather"]
  private static let women = ["queen", "princess", "aunt", "girl", "actress", "grandmother"]
  private static let matters = [
    ["crown", "throne"], ["palace", "horse"], ["nephews", "visit"], ["school", "toys"], ["stage", "costume"],
    ["armchair", "stories"],
  ]

  /// Sentences, one per line.
  static func text(sentences: Int, seed: UInt64 = 7) -> String {
    var random = RandomGenerator(seed: seed)
    func one(_ words: [String]) -> String { words[Int(random.next() >> 33) % words.count] }
    return (0..<sentences).map { _ in
      let i = Int(random.next() >> 33) % realms.count, p = Int(random.next() >> 33) % men.count
      let own = one([rivers[i], dishes[i], trades[i]])
      let matter = one(matters[p])
      switch random.next() >> 62 {
      case 0:
        return "the \(one(["land", "realm", "nation"])) \(realms[i]) \(one(["borders", "guards", "farms"])) \(own)"
      case 1:
        return "the \(one(["city", "town", "market"])) \(capitals[i]) \(one(["streets", "squares", "gates"])) \(own)"
      case 2: return "\(one(["his", "he", "him"])) \(men[p]) \(one(["beard", "gentleman"])) \(matter)"
      default: return "\(one(["her", "she", "hers"])) \(women[p]) \(one(["gown", "lady"])) \(matter)"
      }
    }.joined(separator: "\n") + "\n"
  }

  /// All questions "a is to b as c is to d".
  static var analogies: [(a: String, b: String, c: String, d: String)] {
    [(realms, capitals), (men, women)].flatMap { first, second in
      first.indices.flatMap { i in
        first.indices.filter { $0 != i }.map { (first[i], second[i], first[$0], second[$0]) }
      }
    }
  }

  /// A corpus of such a text.
  static func corpus(sentences: Int) throws -> WordCorpus {
    let path = NSTemporaryDirectory() + "realms-" + UUID().uuidString
    try text(sentences: sentences).write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try WordCorpus(contentsOf: path, minimumCount: 1)
  }

  /// The share of the analogies that vectors get right: of all words except a, b and c, d is nearest to b - a + c.
  static func accuracy(_ vectors: Tensor, _ words: WordVocabulary) -> Double {
    let (count, width) = (vectors.shape[0], vectors.shape[1])
    let units = (0..<count).map { row -> [Double] in
      let vector = (0..<width).map { Double(vectors.data[row * width + $0]) }
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vector.map { $0 / length }
    }
    let right = analogies.count { question in
      let ids = [question.a, question.b, question.c, question.d].map { Int(words.number(of: $0)!) }
      let target = (0..<width).map { units[ids[1]][$0] - units[ids[0]][$0] + units[ids[2]][$0] }
      let scores = (0..<count).map { word in
        ids.prefix(3).contains(word) ? -.infinity : zip(units[word], target).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return scores.indices.max { scores[$0] < scores[$1] } == ids[3]
    }
    return Double(right) / Double(analogies.count)
  }
}
