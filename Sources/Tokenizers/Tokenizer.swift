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
}

extension Tokenizer {
  /// Writes `tokenizer.json`, completely or not at all.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to path: String) throws {
    try writeFile(json(), to: path)
  }
}
