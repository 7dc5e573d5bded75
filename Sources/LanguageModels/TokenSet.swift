/// The distinct tokens of a text that grows: those to which a repetition penalty applies.
///
///     var seen = TokenSet([3, 1, 3], vocabularySize: 65)
///     seen.insert(4)
///     seen.tokens  // [3, 1, 4]
package struct TokenSet {
  /// The tokens, in the order in which they first occurred.
  package private(set) var tokens: [Int32] = []
  private var contains: [Bool]

  /// Creates the set of a text's tokens; ids outside the vocabulary, such as a mark at the start of a text, are left
  /// out.
  package init(_ text: some Sequence<Int32> = [], vocabularySize: Int) {
    contains = [Bool](repeating: false, count: vocabularySize)
    for token in text { insert(token) }
  }

  /// Adds a token of the text.
  package mutating func insert(_ token: Int32) {
    guard token >= 0, token < contains.count, !contains[Int(token)] else { return }
    contains[Int(token)] = true
    tokens.append(token)
  }

  /// Takes back all but the first `count` distinct tokens.
  package mutating func truncate(to count: Int) {
    while tokens.count > count { contains[Int(tokens.removeLast())] = false }
  }
}
