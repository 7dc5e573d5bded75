import Files

/// An n-gram language model: the probability of each token after the last N - 1 tokens, from counts in a text.
///
///     let vocabulary = NGramVocabulary(tokenCount: 2)
///     let model = try NGramModel(sentences: vocabulary.sentence([0, 1, 0, 0]), vocabulary: vocabulary, order: 2)
///     model.probability(of: 1, after: model.context(after: [0])).value
///
/// The n-grams form a trie in flat arrays, level by level, as `NGramCounts` explains: 16 bytes per n-gram, 8 for the
/// longest. Stored probabilities already include the shorter contexts, so a lookup is a few binary searches.
public struct NGramModel: Equatable, Sendable {
  /// How the model uses the backoff weight of a context for the tokens that never followed it.
  package enum Backoff: UInt32 {
    /// The backoff weight scales the probabilities after the context without its first token.
    case shorterContext = 0
    /// The backoff weight is the probability of each such token.
    case equalParts = 1
    /// Like `shorterContext`, but with a fixed factor that also applies to unseen contexts: values do not add up to 1.
    case score = 2

    /// Returns the backoff weight of a context after which nothing was seen, given the uniform probability of an id.
    func weightOfUnseenContext(uniform: Float) -> Float {
      switch self {
      case .shorterContext: 1
      case .equalParts: uniform
      case .score: NGramSmoothing.stupidFactor
      }
    }
  }

  /// The supported values of N.
  public static let orders = 1...8

  /// The ids that the model knows.
  public let vocabulary: NGramVocabulary
  /// N, the length of the longest n-grams: N - 1 tokens of context.
  public let order: Int
  package let backoff: Backoff
  /// The last token of each node.
  package let tokens: [Int32]
  /// The probability of each node's last token after the tokens before it; for the root, the uniform probability 1 / V.
  package let probabilities: [Float]
  /// The backoff weight of each node with fewer than N tokens: as a context, for the tokens that never followed it.
  package let backoffWeights: [Float]
  /// Where the children of each node with fewer than N tokens begin; they end where those of the next node begin.
  package let firstChildren: [Int32]
  /// Where the nodes of k tokens begin, for k from 0 to N + 1.
  let levelStarts: [Int]
  /// The discounts of Kneser-Ney smoothing for 1 to N tokens; empty for other kinds of smoothing and for a model read
  /// from a file.
  public let discounts: [NGramDiscounts]

  init(
    vocabulary: NGramVocabulary, order: Int, backoff: Backoff, tokens: [Int32], probabilities: [Float],
    backoffWeights: [Float],
    firstChildren: [Int32], levelStarts: [Int], discounts: [NGramDiscounts] = []
  ) {
    self.vocabulary = vocabulary
    self.order = order
    self.backoff = backoff
    self.tokens = tokens
    self.probabilities = probabilities
    self.backoffWeights = backoffWeights
    self.firstChildren = firstChildren
    self.levelStarts = levelStarts
    self.discounts = discounts
  }

  /// Whether the values of the model are probabilities, which add up to 1, and not just scores.
  public var isNormalized: Bool { backoff != .score }

  /// Returns the number of distinct n-grams of `length` tokens in the model.
  public func count(ofOrder length: Int) -> Int {
    require((0...order).contains(length), "NGramModel: n-grams of \(length) tokens in a model of order \(order)")
    return levelStarts[length + 1] - levelStarts[length]
  }

  /// The number of values that the model learned: a probability per n-gram, markers included, and a backoff weight per
  /// context after which a token was seen.
  public var parameterCount: Int {
    probabilities.count - 1 + backoffWeights.indices.count { !children($0).isEmpty }
  }

  package func children(_ node: Int) -> Range<Int> { Int(firstChildren[node])..<Int(firstChildren[node + 1]) }

  /// Returns the child, ending with a token, of a node with fewer than N tokens; -1 if there is none.
  package func child(of node: Int, _ token: Int32) -> Int {
    guard node > 0 else { return Int(token) + 1 }
    return sortedIndex(of: token, in: tokens, Int(firstChildren[node])..<Int(firstChildren[node + 1]))
  }
}

/// Returns the index of a number in an ascending part of an array, or -1.
package func sortedIndex(of number: Int32, in numbers: [Int32], _ range: Range<Int>) -> Int {
  var low = range.lowerBound, high = range.upperBound
  while low < high {
    let middle = (low + high) / 2
    let found = numbers[middle]
    if found == number { return middle }
    if found < number { low = middle + 1 } else { high = middle }
  }
  return -1
}
