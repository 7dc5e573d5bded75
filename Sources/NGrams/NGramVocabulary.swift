import Files

/// The ids that an n-gram model reads and predicts: the tokens of any tokenizer with their own ids, then three markers.
///
///     let vocabulary = NGramVocabulary(tokenCount: 65)
///     vocabulary.sentence([7, 3])    // [66, 7, 3, 67]: start, the tokens, end
///     vocabulary.size                // 68
public struct NGramVocabulary: Equatable, Sendable {
  /// The number of tokens of the tokenizer; their ids are `0 ..< tokenCount`.
  public let tokenCount: Int

  /// Creates the vocabulary for a tokenizer of `tokenCount` tokens.
  public init(tokenCount: Int) {
    require(tokenCount >= 0 && tokenCount < Int(Int32.max) - 3, "NGramVocabulary: \(tokenCount) tokens")
    self.tokenCount = tokenCount
  }

  /// `<unk>`, which stands for all tokens that the training text lacks.
  public var unknown: Int32 { Int32(tokenCount) }
  /// `<s>`, which precedes a sentence and is never predicted.
  public var start: Int32 { Int32(tokenCount + 1) }
  /// `</s>`, which ends a sentence.
  public var end: Int32 { Int32(tokenCount + 2) }
  /// The number of ids, markers included.
  public var size: Int { tokenCount + 3 }
  /// The number of ids that can follow a context: all except `<s>`.
  public var predictedCount: Int { size - 1 }

  /// Returns a sentence between its markers, as models need it for training and evaluation.
  public func sentence(_ tokens: some Collection<Int32>) -> [Int32] { [start] + tokens + [end] }
}
