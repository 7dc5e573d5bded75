/// The ids that an n-gram model reads and predicts: the tokens of any tokenizer under their own numbers, then three
/// markers.
///
///     let vocabulary = NGramVocabulary(tokenCount: 65)
///     vocabulary.sentence([7, 3])    // [66, 7, 3, 67]: start, the tokens, end
///     vocabulary.size                // 68
public struct NGramVocabulary: Equatable, Sendable {
  /// How many tokens the tokenizer has; their ids are `0 ..< tokenCount`.
  public let tokenCount: Int

  /// The vocabulary over a tokenizer of so many tokens.
  public init(tokenCount: Int) {
    precondition(tokenCount >= 0 && tokenCount < Int(Int32.max) - 3, "NGramVocabulary: \(tokenCount) tokens")
    self.tokenCount = tokenCount
  }

  /// `<unk>`, which stands for whatever the training text lacked.
  public var unknown: Int32 { Int32(tokenCount) }
  /// `<s>`, which stands before a sentence and is never predicted.
  public var start: Int32 { Int32(tokenCount + 1) }
  /// `</s>`, which ends a sentence.
  public var end: Int32 { Int32(tokenCount + 2) }
  /// How many ids there are, the markers included.
  public var size: Int { tokenCount + 3 }
  /// How many ids can follow a context: all but `<s>`.
  public var predictedCount: Int { size - 1 }

  /// A sentence between its markers, as models are trained on it and evaluated.
  public func sentence(_ tokens: some Collection<Int32>) -> [Int32] { [start] + tokens + [end] }
}
