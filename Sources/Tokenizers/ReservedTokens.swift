import Files
import Foundation

/// A tokenizer with tokens that no text has, numbered after all others: the marks of a chat's turns, for example.
///
///     let tokenizer = try reserve(["<|end|>"], in: CharacterTokenizer(text: "ab<|end>"))
///     try tokenizer.encode("<|end|>")                  // seven characters
///     reservedTokens(of: tokenizer)["<|end|>"]          // 8, the first token after those of the characters
///
/// The old tokens keep their numbers, so a model only gets new rows at the end of its embedding.
public struct ReservedTokens: Tokenizer {
  /// The tokenizer of texts.
  public let base: any Tokenizer
  /// The names of the reserved tokens, in the order of their numbers.
  public let names: [String]

  /// Creates a tokenizer with these reserved tokens, whose names must be different and not empty.
  public init(_ names: [String], in base: any Tokenizer) {
    require(Set(names).count == names.count && !names.contains(""), "ReservedTokens: the names are \(names)")
    (self.base, self.names) = (base, names)
  }

  /// The token of each name.
  public var tokens: [String: Int32] {
    Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32(base.vocabularySize + $0)) })
  }

  /// The number of tokens, reserved ones included.
  public var vocabularySize: Int { base.vocabularySize + names.count }

  /// What a token of the text is called in messages.
  public var unit: String { base.unit }

  /// Returns the tokens of a text; none of them is reserved, whatever the text is.
  public func encode(_ text: String) throws -> [Int32] { try base.encode(text) }

  /// Returns the tokens of a text without what no token stands for, and how many characters that is.
  public func encodeKnown(_ text: String) -> (tokens: [Int32], unknown: Int) { base.encodeKnown(text) }

  /// Returns the text of tokens; reserved ones are shown by their names.
  public func decode(_ tokens: some Sequence<Int32>) -> String {
    var text = "", ordinary: [Int32] = []
    for token in tokens {
      guard let name = name(ofReserved: token) else {
        ordinary.append(token)
        continue
      }
      text += base.decode(ordinary) + name
      ordinary = []
    }
    return text + base.decode(ordinary)
  }

  /// Returns the bytes of a token; those of a reserved one are its name.
  public func bytes(of token: Int32) -> [UInt8] {
    name(ofReserved: token).map { Array($0.utf8) } ?? base.bytes(of: token)
  }

  private func name(ofReserved token: Int32) -> String? {
    let number = Int(token) - base.vocabularySize
    precondition(number < names.count, "token \(token) is not in 0 ..< \(vocabularySize)")
    return number >= 0 ? names[number] : nil
  }
}

/// Returns a tokenizer with reserved tokens; those that it has already are kept.
///
/// Byte-pair tokenizers have a place for such tokens in their own file, which Hugging Face's tokenizers read too. All
/// others are wrapped.
///
/// - Throws: `Problem` of kind `badData` if a name is already a token that texts can have.
public func reserve(_ names: [String], in tokenizer: any Tokenizer) throws -> any Tokenizer {
  let known = reservedTokens(of: tokenizer), new = names.filter { known[$0] == nil }
  guard !new.isEmpty else { return tokenizer }
  if let pairs = tokenizer as? BytePairTokenizer {
    let numbers = new.enumerated().map { ($1, Int32(pairs.vocabularySize + $0)) }
    return try BytePairTokenizer(
      pieces: pairs.pieces + new.map { Array($0.utf8) }, merges: pairs.merges, splitting: pairs.splitting,
      specialTokens: known.merging(numbers) { old, _ in old })
  }
  if let wrapped = tokenizer as? ReservedTokens { return ReservedTokens(wrapped.names + new, in: wrapped.base) }
  return ReservedTokens(new, in: tokenizer)
}

/// Returns the reserved tokens of a tokenizer by name; none if its kind has no place for them.
public func reservedTokens(of tokenizer: any Tokenizer) -> [String: Int32] {
  switch tokenizer {
  case let wrapped as ReservedTokens: wrapped.tokens
  case let pairs as BytePairTokenizer: pairs.specialTokens
  default: [:]
  }
}

// MARK: - tokenizer.json

extension ReservedTokens {
  static let kind = "reserved"

  private struct Contents: Codable {
    var kind: String
    var names: [String]
    /// The file of the base, as a text: its keys can be strings that Swift takes for equal.
    var base: String
  }

  /// Returns `{"base":"...","kind":"reserved","names":["<|end|>"]}`, in which the base is its own `tokenizer.json`.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let contents = Contents(kind: Self.kind, names: names, base: try base.json())
    return String(decoding: try encoder.encode(contents), as: UTF8.self)
  }

  /// Reads the result of ``json()``.
  ///
  /// - Parameter readBase: reads the base from its file's contents.
  init(json data: Data, readBase: (Data) throws -> any Tokenizer) throws {
    guard let contents = try? JSONDecoder().decode(Contents.self, from: data), !contents.names.isEmpty,
      Set(contents.names).count == contents.names.count, !contents.names.contains("")
    else {
      throw Problem(.badData, "the reserved tokens are malformed: their names must be different and not empty")
    }
    let base = try readBase(Data(contents.base.utf8))
    guard !(base is ReservedTokens) else { throw Problem(.badData, "the reserved tokens are nested") }
    self.init(contents.names, in: base)
  }
}
