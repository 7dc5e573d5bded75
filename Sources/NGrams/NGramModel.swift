/// An n-gram language model: how likely each token is after the last N - 1, from counts in a text.
///
///     let vocabulary = NGramVocabulary(tokenCount: 2)
///     let model = try NGramModel(sentences: vocabulary.sentence([0, 1, 0, 0]), vocabulary: vocabulary, order: 2)
///     model.probability(of: 1, after: model.context(after: [0])).value
///
/// The n-grams are a trie in flat arrays, level by level, as ``NGramCounts`` explains: 16 bytes an n-gram, 8 for the
/// longest. Probabilities are stored ready, shorter contexts included, so that a look-up is a few binary searches.
public struct NGramModel: Equatable, Sendable {
  /// What the model does with what a context leaves to the tokens that never followed it.
  package enum Rest: UInt32 {
    /// The rest is a factor of the probabilities after the context without its first token.
    case shorterContext = 0
    /// The rest is the probability of each such token.
    case equalParts = 1
    /// As `shorterContext`, with a fixed factor also for contexts never seen: values do not add up to 1.
    case score = 2

    /// The rest of a context after which nothing was ever seen, given the probability of any id at all.
    func ofUnseenContext(uniform: Float) -> Float {
      switch self {
      case .shorterContext: 1
      case .equalParts: uniform
      case .score: NGramSmoothing.stupidFactor
      }
    }
  }

  /// The longest n-grams that a model may have.
  public static let orders = 1...8

  /// The ids that the model knows.
  public let vocabulary: NGramVocabulary
  /// N, the length of the longest n-grams: N - 1 tokens of context.
  public let order: Int
  package let rest: Rest
  /// The last token of each node.
  package let tokens: [Int32]
  /// The probability of each node's last token after those before; of the root that of any id at all, 1 / V.
  package let probabilities: [Float]
  /// What each node below N tokens leaves, as a context, to the tokens that never followed it.
  package let rests: [Float]
  /// Where the children of each node below N tokens begin; they end where those of the next begin.
  package let firstChildren: [Int32]
  /// Where the nodes of k tokens begin, for k from 0 to N + 1.
  let levelStarts: [Int]
  /// What Kneser-Ney smoothing took off, for 1 to N tokens; none in a model of another kind, or one that was read.
  public let discounts: [NGramDiscounts]

  init(
    vocabulary: NGramVocabulary, order: Int, rest: Rest, tokens: [Int32], probabilities: [Float], rests: [Float],
    firstChildren: [Int32], levelStarts: [Int], discounts: [NGramDiscounts] = []
  ) {
    self.vocabulary = vocabulary
    self.order = order
    self.rest = rest
    self.tokens = tokens
    self.probabilities = probabilities
    self.rests = rests
    self.firstChildren = firstChildren
    self.levelStarts = levelStarts
    self.discounts = discounts
  }

  /// Whether what the model gives are probabilities, which add up to 1, or only scores.
  public var isNormalised: Bool { rest != .score }

  /// How many different n-grams of so many tokens the model holds.
  public func count(ofOrder length: Int) -> Int { levelStarts[length + 1] - levelStarts[length] }

  /// The numbers that the model learnt: a probability for each n-gram, markers included, and for each context in which
  /// something was seen what it leaves to the rest.
  public var parameterCount: Int {
    probabilities.count - 1 + rests.indices.count { !children($0).isEmpty }
  }

  package func children(_ node: Int) -> Range<Int> { Int(firstChildren[node])..<Int(firstChildren[node + 1]) }

  /// The child of a node below N tokens that ends with a token, or -1.
  package func child(of node: Int, _ token: Int32) -> Int {
    guard node > 0 else { return Int(token) + 1 }
    return sortedIndex(of: token, in: tokens, Int(firstChildren[node])..<Int(firstChildren[node + 1]))
  }
}

/// Where a number stands in a part of an array in which numbers rise, or -1.
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
