import Files

/// Turns text into tokens, the numbers that a model reads and writes, and back.
///
/// Tokens count from 0: a model with this tokenizer has `vocabularySize` rows in its embedding. Whatever `encode`
/// accepts, `decode` gives back, scalar for scalar.
public protocol Tokenizer: Sendable {
  /// How many different tokens there are.
  var vocabularySize: Int { get }

  /// The tokens of a text.
  ///
  /// - Throws: `Problem` of kind `badData` when the text holds something that no token stands for.
  func encode(_ text: String) throws -> [Int32]

  /// The text of tokens, each of which must lie in `0 ..< vocabularySize`.
  func decode(_ tokens: some Sequence<Int32>) -> String

  /// What the run folder's `tokenizer.json` holds: all that is needed to make this tokenizer again.
  func json() throws -> String
}

extension Tokenizer {
  /// Writes `tokenizer.json`, whole or not at all.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to path: String) throws {
    try writeFile(json(), to: path)
  }
}
