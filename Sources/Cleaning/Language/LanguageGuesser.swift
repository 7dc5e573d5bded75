import Files
import Foundation
import NGrams

/// Guesses the language of a text: for each language, a model of character trigrams learns a sample, and the language
/// whose model needs the fewest bits per character wins.
///
///     let guesser = try LanguageGuesser()
///     guesser.guess("Der Zug nach Hamburg kommt heute erst um acht Uhr an.")?.language   // de
///
/// The idea is that of Cavnar and Trenkle (1994), with probabilities in place of ranks. A guesser always decides for one
/// of the languages that it knows; how many bits that language needs, and how many more the others do, says how sure it
/// is.
public struct LanguageGuesser: Sendable {
  /// The languages of the samples, in order.
  public let languages: [String]
  /// The numbers of the letters; all others share one number, `unknown`.
  private let numbers: [Unicode.Scalar: Int]
  private let unknown: Int
  /// The bits that each language needs for the last letter of each trigram: trigram by trigram, the languages side by
  /// side, so that one look into memory serves all of them.
  private let bits: [Float]

  /// The number of letters that a text needs to be judged.
  public static let fewestLetters = 40
  /// The number of characters, from the start of a text, that are looked at; the rest is not read.
  public static let mostCharacters = 4000
  /// By how many bits a language has to win: the text is then a thousand times as likely in it as in the next one.
  public static let clearMargin = 10.0
  /// The number of different letters that are told apart, the most frequent ones of all samples.
  private static let mostLetters = 120

  /// Learns languages. Samples of the same language are one.
  ///
  /// - Throws: `Problem` of kind `badData` if a language has too little text, or more than an alphabet of letters.
  public init(samples: [LanguageSample] = LanguageSample.builtIn) throws {
    require(!samples.isEmpty, "LanguageGuesser: no sample")
    var names: [String] = [], texts: [String: [Unicode.Scalar]] = [:]
    for sample in samples {
      if texts[sample.language] == nil { names.append(sample.language) }
      texts[sample.language, default: []] += Self.letters(of: sample.text.unicodeScalars)
    }
    if let short = names.first(where: { texts[$0]!.count < 200 }) {
      throw Problem(
        .badData, "the sample of the language \(quoted(short)) has fewer than 200 letters",
        suggestion: "Some 200 words are enough.")
    }
    var counts: [Unicode.Scalar: Int] = [:]
    for letter in names.flatMap({ texts[$0]! }) { counts[letter, default: 0] += 1 }
    let letters = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostLetters).map(\.key)
    (languages, unknown) = (names, letters.count)
    let numbers = Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, $0) })
    if let large = names.first(where: { name in
      2 * texts[name]!.count { numbers[$0] == nil } >= texts[name]!.count
    }) {
      throw Problem(
        .badData, "the sample of the language \(quoted(large)) has too many different letters",
        suggestion: "Only languages written in an alphabet can be told apart here.")
    }
    self.numbers = numbers
    bits = try Self.bits(names.map { [numbers, unknown] name in texts[name]!.map { numbers[$0] ?? unknown } }, unknown)
  }

  /// Returns the table of bits.
  ///
  /// - Parameter texts: the letters of each language's sample, by their numbers.
  private static func bits(_ texts: [[Int]], _ unknown: Int) throws -> [Float] {
    let vocabulary = NGramVocabulary(tokenCount: unknown), V = unknown + 1
    var bits = [Float](repeating: 0, count: V * V * V * texts.count)
    for (language, text) in texts.enumerated() {
      let model = try NGramModel(
        sentences: vocabulary.sentence(text.map(Int32.init)), vocabulary: vocabulary, order: 3, smoothing: .wittenBell)
      for first in 0..<V {
        for second in 0..<V {
          let probabilities = model.probabilities(after: model.context(after: [Int32(first), Int32(second)]))
          for third in 0..<V {
            bits[((first * V + second) * V + third) * texts.count + language] = -log2(probabilities[third])
          }
        }
      }
    }
    return bits
  }

  /// A guess.
  public struct Guess: Equatable, Sendable {
    /// The language.
    public let language: String
    /// What the language's model needs per character, in bits: 3 to 4 for text in that language, 5 for gibberish.
    public let bitsPerCharacter: Double
    /// The languages for which the text speaks almost as much: those that need at most
    /// ``LanguageGuesser/clearMargin`` more bits in all, and the language itself.
    public let possible: [String]
  }

  /// Returns the language of a text; nil if the text has fewer than ``fewestLetters`` letters, or if most of them are in
  /// none of the samples, as in another script.
  public func guess(_ text: String) -> Guess? {
    let letters = Self.letters(of: text.unicodeScalars.prefix(Self.mostCharacters))
    guard letters.count(where: { $0 != " " }) >= Self.fewestLetters else { return nil }
    let text = letters.map { numbers[$0] ?? unknown }
    guard 2 * text.count(where: { $0 == unknown }) < text.count else { return nil }
    let V = unknown + 1
    var totals = [Double](repeating: 0, count: languages.count)
    // The text begins with a space, as if another word came before.
    var pair = text[0] * V + text[0]
    for letter in text.dropFirst() {
      let trigram = (pair * V + letter) * languages.count
      for language in totals.indices { totals[language] += Double(bits[trigram + language]) }
      pair = pair % V * V + letter
    }
    let best = totals.indices.min { totals[$0] < totals[$1] }!
    return Guess(
      language: languages[best], bitsPerCharacter: totals[best] / Double(text.count - 1),
      possible: totals.indices.filter { totals[$0] <= totals[best] + Self.clearMargin }.map { languages[$0] })
  }

  /// Returns the letters of a text in lower case, with one space in place of everything between words, also at the start.
  private static func letters(of scalars: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = [" "]
    for scalar in scalars {
      switch scalar {
      case "a"..."z", "'": result.append(scalar)
      case "A"..."Z": result.append(Unicode.Scalar(UInt8(scalar.value | 0x20)))
      case let letter where letter.value >= 0x80 && letter.properties.isAlphabetic:
        result += letter.properties.lowercaseMapping.unicodeScalars
      default: if result.last != " " { result.append(" ") }
      }
    }
    return result
  }
}
