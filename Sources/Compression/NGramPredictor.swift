import Files
import NGrams

/// An n-gram model as a compressor asks it.
///
/// Its probabilities are products of stored single-precision numbers, multiplied in one fixed order: no sums, nothing
/// fused, no C library. The same model file gives the same bits on every machine, whatever it was built for, and what one
/// compresses any other can decompress.
public final class NGramPredictor: TokenPredictor {
  private let model: NGramModel
  /// Ids that never come.
  private let impossible: [Int32]
  private var context: NGramContext

  /// A predictor at the start of a text.
  ///
  /// - Parameter endsLines: whether the end of a sentence stands for a line's end, and so is one of the tokens.
  public init(_ model: NGramModel, endsLines: Bool) {
    self.model = model
    impossible = model.vocabulary.impossible(endsLines: endsLines)
    context = model.sentenceStart
  }

  /// How many ids the model has, its markers among them.
  public var tokenCount: Int { model.vocabulary.size }

  /// Goes to the start of a sentence.
  public func begin() { context = model.sentenceStart }

  /// The model's probabilities, 0 for ids that never come.
  public func fillProbabilities(into buffer: UnsafeMutableBufferPointer<Float>) {
    model.fillProbabilities(after: context, into: buffer)
    for id in impossible { buffer[Int(id)] = 0 }
  }

  /// Moves on by a token; a sentence's end begins a new one.
  public func accept(_ token: Int32) { model.read(token, &context) }

  /// Moves on by the unknown token.
  public func acceptUnknown() { model.read(model.vocabulary.unknown, &context) }
}

extension SavedNGram {
  /// A hash of all that the model's predictions depend on, the vocabulary included.
  public var fingerprint: UInt64 {
    var hash = FingerprintChain()
    hash.add(tokenizer.level.rawValue + " " + tokenizer.sentences.rawValue)
    hash.add([Int32(model.order), Int32(bitPattern: model.rest.rawValue)])
    for id in 0..<Int32(model.vocabulary.tokenCount) { hash.add(tokenizer.name(of: id)) }
    hash.add(model.tokens)
    hash.add(model.probabilities)
    hash.add(model.rests)
    hash.add(model.firstChildren)
    return hash.value
  }

  /// A compressor that this model drives.
  ///
  /// - Throws: `Problem` of kind `badData` when the model knows more words than can be coded, some eight million.
  public func compressor() throws -> TextCompressor {
    guard Frequencies.counts.contains(model.vocabulary.size) else {
      throw Problem(
        .badData, "the model knows \(model.vocabulary.tokenCount) words; \(Frequencies.counts.upperBound) can be coded")
    }
    let endsLines = tokenizer.sentences == .line
    let coder: any TokenCoder =
      if tokenizer.level == .word, model.rest == .shorterContext {
        BackoffCoder(model, endsLines: endsLines)
      } else {
        WholeDistributionCoder(NGramPredictor(model, endsLines: endsLines))
      }
    return TextCompressor(coder, tokenizer.spelling, fingerprint: fingerprint)
  }
}

extension NGramVocabulary {
  /// Ids that never come where bytes are coded, in order: the unknown token, for which there is an escape, the marker of
  /// a start, and that of an end unless it stands for a line's end.
  func impossible(endsLines: Bool) -> [Int32] { endsLines ? [unknown, start] : [unknown, start, end] }
}
