import Files

/// Turns text into tokens, the numbers that a model reads and writes, and back.
///
/// Tokens are numbered from 0: a model with this tokenizer has `vocabularySize` rows in its embedding. `decode`
/// restores the text that `encode` was given, scalar for scalar, unless the tokenizer normalizes texts (as WordPiece
/// does) or has a token for what it does not know.
public protocol Tokenizer: Sendable {
  /// The number of distinct tokens.
  var vocabularySize: Int { get }

  /// Returns the tokens of a text.
  ///
  /// - Throws: `Problem` of kind `badData` when the text contains something that no token stands for.
  func encode(_ text: String) throws -> [Int32]

  /// Returns the text of tokens, which must all be in `0 ..< vocabularySize`.
  func decode(_ tokens: some Sequence<Int32>) -> String

  /// Returns the contents of the run folder's `tokenizer.json`: everything needed to recreate this tokenizer.
  func json() throws -> String

  /// Returns the tokens of a text without what no token stands for, and how many characters that is.
  func encodeKnown(_ text: String) -> (tokens: [Int32], unknown: Int)

  /// Returns the bytes that a token adds to a text. A character can be split between tokens; ``TokenText`` puts it
  /// together.
  func bytes(of token: Int32) -> [UInt8]

  /// What a token is called in messages: "character" or "token".
  var unit: String { get }
}

extension Tokenizer {
  /// Returns all tokens of a text, or none if something in it has no token.
  public func encodeKnown(_ text: String) -> (tokens: [Int32], unknown: Int) {
    guard let tokens = try? encode(text) else { return ([], text.unicodeScalars.count) }
    return (tokens, 0)
  }

  /// Returns the UTF-8 of the token's text.
  public func bytes(of token: Int32) -> [UInt8] { Array(decode([token]).utf8) }

  /// "token".
  public var unit: String { "token" }

  /// Returns the name of a token in a table: `e` as itself, a newline as `\n`, what begins or ends with a space in
  /// quotes, and bytes that are no character as `\xE2`.
  public func name(of token: Int32) -> String {
    let bytes = bytes(of: token)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.map { $0 < 0x80 ? Unicode.Scalar($0).displayName : "\\x" + String($0, radix: 16, uppercase: true) }
        .joined()
    }
    let scalars = text.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first { return scalar.displayName }
    let name = scalars.map { $0 == " " ? " " : $0.displayName }.joined()
    return text.first == " " || text.last == " " ? "\"\(name)\"" : name
  }

  /// Writes `tokenizer.json`, completely or not at all.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to path: String) throws {
    try writeFile(json(), to: path)
  }
}
