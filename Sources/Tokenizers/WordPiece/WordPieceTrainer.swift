import Files
import Foundation

/// Finds the pieces of a ``WordPieceTokenizer``: it starts with single characters, and joins two neighboring pieces at
/// a time.
///
///     var trainer = WordPieceTrainer(vocabularySize: 1000)
///     trainer.add("some text")
///     let tokenizer = try trainer.train()
///
/// If pieces had nothing to do with one another, a and b would be neighbors count(a) count(b) / N times among N pieces.
/// Joining pays where they are neighbors more often than that; ``Score`` says how that is measured.
///
/// The trainer of Hugging Face's `tokenizers` joins the most frequent pair instead, as byte-pair encoding does, and
/// writes the result with prefixes, so its vocabularies are different.
///
/// Source: Schuster and Nakajima, "Japanese and Korean Voice Search" (2012), section 3, which asks for the pair that
/// increases the likelihood most.
public struct WordPieceTrainer {
  /// The number of tokens, with the special ones.
  public var vocabularySize: Int
  /// Which pair is joined next.
  public var score: Score
  /// How often a pair must occur to be joined.
  public var minimumCount: Int
  /// What happens to the text before it is split into words.
  public var normalizer: BERTNormalizer

  /// How much is gained by joining a pair of pieces.
  public enum Score: String, Sendable, CaseIterable {
    /// The increase of the text's log likelihood, if every piece has a probability of its own:
    ///
    ///     count(ab) log(count(ab) N / (count(a) count(b)))
    case likelihood
    /// The part of it without the number of occurrences, which textbooks often give:
    ///
    ///     count(ab) / (count(a) count(b))
    ///
    /// It prefers rare pieces that always occur together, so it takes more than twice as many tokens for the same text.
    case ratio

    /// Returns the score of counts.
    func value(pair: Double, left: Double, right: Double, total: Double) -> Double {
      switch self {
      case .likelihood: pair * log(pair * total / (left * right))
      case .ratio: pair / (left * right)
      }
    }
  }

  /// BERT's special tokens: padding, unknown words, the start of a text, its end, a place to fill in.
  public static let specialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

  private static let prefix = "##"

  private var counts = CountedChunks()

  /// Creates a trainer without a text.
  public init(
    vocabularySize: Int, score: Score = .likelihood, minimumCount: Int = 2,
    normalizer: BERTNormalizer = BERTNormalizer()
  ) {
    self.vocabularySize = vocabularySize
    self.score = score
    self.minimumCount = minimumCount
    self.normalizer = normalizer
  }

  /// Adds a text, or the next part of one, cut between words.
  public mutating func add(_ text: String) {
    counts.add(TextPipeline(normalizer: .bert(normalizer), preTokenizer: .bert).chunks(of: text, isStart: true))
  }

  /// Returns the tokenizer of a text.
  ///
  /// - Throws: `Problem` as ``train()``.
  public func train(_ text: String) throws -> WordPieceTokenizer {
    var trainer = self
    trainer.add(text)
    return try trainer.train()
  }

  /// Returns the tokenizer of the texts that were added.
  ///
  /// The vocabulary is smaller than asked for if too few pairs are frequent enough.
  ///
  /// - Throws: `Problem` of kind `badData` if there is no text, or if the vocabulary is too small for its characters.
  public func train() throws -> WordPieceTokenizer {
    let words = counts.sorted
    guard !words.isEmpty else { throw Problem(.badData, "the text to train on has no words") }
    var joining = JoinedPairs(words, prefix: Self.prefix, minimumCount: minimumCount, score: score)
    let alphabet = joining.pieces.count
    guard alphabet + Self.specialTokens.count <= vocabularySize else {
      throw Problem(
        .badData,
        "\(vocabularySize) tokens are too few: the text needs \(alphabet + Self.specialTokens.count)",
        suggestion: "Make the vocabulary larger.")
    }
    while Self.specialTokens.count + joining.pieces.count < vocabularySize, joining.joinBest() {}
    var pipeline = TextPipeline.bert
    pipeline.normalizer = .bert(normalizer)
    pipeline.specialTokens = Self.specialTokens.enumerated().map { AddedToken($1, Int32($0)) }
    pipeline.template = TokenTemplate(before: [2], after: [3])
    return try WordPieceTokenizer(
      pieces: Self.specialTokens + joining.pieces, unknownToken: 1, prefix: Self.prefix, pipeline: pipeline)
  }
}
