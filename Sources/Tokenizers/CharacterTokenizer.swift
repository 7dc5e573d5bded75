import Files
import Foundation

/// The simplest tokenizer: one token per distinct character of the training text, in the order of the code points.
///
///     let tokenizer = CharacterTokenizer(text: "hello")    // the vocabulary is e h l o
///     try tokenizer.encode("hole")                         // [1, 3, 2, 0]
///     tokenizer.decode([1, 3, 2, 0])                       // "hole"
///
/// A character here is a Unicode *scalar*, not Swift's `Character`: "\r\n" and "👩‍🚀" are each one `Character`, and a
/// vocabulary of those would grow with every new combination. There are no tokens for characters that the training text
/// lacks.
public struct CharacterTokenizer: Tokenizer, Equatable {
  /// Token `i` stands for the scalar `vocabulary[i]`.
  public let vocabulary: [Unicode.Scalar]

  /// The token of each scalar of the basic plane, up to the largest in use, or -1: one lookup per scalar.
  private var table: [Int32]
  /// The tokens of the scalars beyond the basic plane (emoji, ancient scripts), which are few.
  private var rest: [Unicode.Scalar: Int32] = [:]

  /// Creates the vocabulary from all scalars that occur in a text, which must not be empty.
  public init(text: String) {
    precondition(!text.isEmpty, "CharacterTokenizer: the text is empty")
    var seen = [Bool](repeating: false, count: 0x11_0000)
    for scalar in text.unicodeScalars { seen[Int(scalar.value)] = true }
    self.init(vocabulary: seen.indices.lazy.filter { seen[$0] }.compactMap { Unicode.Scalar(UInt32($0)) })
  }

  /// Creates a tokenizer of these scalars in this order; they must be distinct.
  public init(vocabulary: [Unicode.Scalar]) {
    self.vocabulary = vocabulary
    let largest = vocabulary.lazy.map(\.value).filter { $0 <= 0xFFFF }.max() ?? 0
    table = Array(repeating: -1, count: Int(largest) + 1)
    for (token, scalar) in vocabulary.enumerated() {
      if scalar.value <= 0xFFFF {
        table[Int(scalar.value)] = Int32(token)
      } else {
        rest[scalar] = Int32(token)
      }
    }
  }

  /// The number of distinct scalars.
  public var vocabularySize: Int { vocabulary.count }

  /// A printable name of each token: `e` as itself, a newline as `\n`, a space in quotes, a combining mark as `U+0301`.
  public var characters: [String] { vocabulary.map(\.displayName) }

  /// "character".
  public var unit: String { "character" }

  /// Returns the UTF-8 of the token's character.
  public func bytes(of token: Int32) -> [UInt8] { Array(String(vocabulary[Int(token)]).utf8) }

  /// Returns the tokens of a text.
  ///
  /// - Throws: `Problem` of kind `badData` that names the characters outside the vocabulary.
  public func encode(_ text: String) throws -> [Int32] {
    var tokens: [Int32] = []
    tokens.reserveCapacity(text.utf8.count)
    var smallest: Int32 = 0
    for scalar in text.unicodeScalars {
      let token = token(of: scalar)
      // The loop continues after a -1: an early exit would slow down every text for the sake of the few with unknown
      // characters.
      smallest = min(smallest, token)
      tokens.append(token)
    }
    if smallest < 0 { throw unknownCharacters(in: text) }
    return tokens
  }

  /// Returns the tokens of the characters in the vocabulary, and the number of characters that are left out.
  public func encodeKnown(_ text: String) -> (tokens: [Int32], unknown: Int) {
    let all = text.unicodeScalars.map(token(of:)), tokens = all.filter { $0 >= 0 }
    return (tokens, all.count - tokens.count)
  }

  /// Returns the token of one character, or nil if it is not in the vocabulary.
  public func token(for scalar: Unicode.Scalar) -> Int32? {
    let token = token(of: scalar)
    return token < 0 ? nil : token
  }

  /// Returns the text of tokens, which must all be in `0 ..< vocabularySize`.
  public func decode(_ tokens: some Sequence<Int32>) -> String {
    var text = String.UnicodeScalarView()
    for token in tokens {
      precondition(
        vocabulary.indices.contains(Int(token)), "decode: token \(token) is not in 0 ..< \(vocabularySize)")
      text.append(vocabulary[Int(token)])
    }
    return String(text)
  }

  private func token(of scalar: Unicode.Scalar) -> Int32 {
    let value = Int(scalar.value)
    if value < table.count { return table[value] }
    return value <= 0xFFFF ? -1 : rest[scalar] ?? -1
  }

  private func unknownCharacters(in text: String) -> Problem {
    var seen: Set<Unicode.Scalar> = []
    let unknown = text.unicodeScalars.filter { token(of: $0) < 0 && seen.insert($0).inserted }
    var names = unknown.prefix(10).map(\.quotedName).joined(separator: ", ")
    if unknown.count > 10 { names += " and \(unknown.count - 10) more" }
    return Problem(
      .badData, "the text contains characters that the tokenizer never saw: \(names)",
      suggestion: "Leave them out, or train on a text that has them.")
  }
}

// MARK: - tokenizer.json

extension CharacterTokenizer {
  private struct Contents: Codable {
    var kind: String
    var vocabulary: [String]
  }

  /// Returns `{"kind":"character","vocabulary":["\n"," ","a"]}`: token `i` is the one scalar of entry `i`.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let contents = Contents(kind: "character", vocabulary: vocabulary.map { String($0) })
    return String(decoding: try encoder.encode(contents), as: UTF8.self)
  }

  /// Reads a tokenizer that ``Tokenizer/save(to:)`` wrote.
  ///
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` when it contains something else.
  public init(contentsOf path: String) throws { try self.init(json: readFile(path), at: path) }

  /// Reads the contents of such a file.
  init(json data: Data, at path: String) throws {
    guard let contents = try? JSONDecoder().decode(Contents.self, from: data), contents.kind == "character"
    else {
      if isHuggingFaceTokenizer(data) {
        throw Problem(
          .badData,
          "\(path) is not a character tokenizer but another kind of Hugging Face tokenizer, which is not supported yet",
          suggestion: "Its model still works for tasks that need no text.")
      }
      throw Problem(
        .badData, "\(path) is not a character tokenizer",
        suggestion: #"It should hold {"kind":"character","vocabulary":["\n"," ","a", ...]}."#)
    }
    if contents.vocabulary.isEmpty { throw Problem(.badData, "\(path): the vocabulary is empty") }
    // Compared by scalar: as strings, "\u{212B}" (the angstrom sign) and "\u{C5}" (the letter) would be equal.
    var entries: [Unicode.Scalar: Int] = [:]
    var vocabulary: [Unicode.Scalar] = []
    for (index, entry) in contents.vocabulary.enumerated() {
      let names = entry.unicodeScalars.map(\.displayName).joined(separator: " ")
      guard entry.unicodeScalars.count == 1, let scalar = entry.unicodeScalars.first else {
        let found = entry.isEmpty ? "is empty" : "holds more than one character: \(names)"
        throw Problem(.badData, "\(path): entry \(index) of the vocabulary \(found)")
      }
      if let earlier = entries.updateValue(index, forKey: scalar) {
        throw Problem(
          .badData, "\(path): entries \(earlier) and \(index) of the vocabulary are both \(names)")
      }
      vocabulary.append(scalar)
    }
    self.init(vocabulary: vocabulary)
  }
}
