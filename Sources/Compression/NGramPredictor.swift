import Files
import NGrams

/// An n-gram model as the predictor of a compressor.
///
/// Its probabilities are products of stored single-precision numbers, multiplied in one fixed order: no sums, no fused
/// operations, no C library. The same model file yields the same bits on every machine and with every build, so any
/// machine can decompress the files of any other.
public final class NGramPredictor: TokenPredictor {
  private let model: NGramModel
  /// Ids that never occur.
  private let impossible: [Int32]
  private var context: NGramContext

  /// Creates a predictor at the start of a text.
  ///
  /// - Parameter endsLines: whether the end of a sentence stands for a newline and is therefore one of the tokens.
  public init(_ model: NGramModel, endsLines: Bool) {
    self.model = model
    impossible = model.vocabulary.impossible(endsLines: endsLines)
    context = model.sentenceStart
  }

  /// The number of ids of the model, including its markers.
  public var tokenCount: Int { model.vocabulary.size }

  /// Resets to the start of a sentence.
  public func begin() { context = model.sentenceStart }

  /// Writes the model's probabilities, with 0 for ids that never occur.
  public func fillProbabilities(into buffer: UnsafeMutableBufferPointer<Float>) {
    model.fillProbabilities(after: context, into: buffer)
    for id in impossible { buffer[Int(id)] = 0 }
  }

  /// Advances by a token; the end of a sentence begins a new one.
  public func accept(_ token: Int32) { model.read(token, &context) }

  /// Advances by the unknown token.
  public func acceptUnknown() { model.read(model.vocabulary.unknown, &context) }
}

extension SavedNGram {
  /// A hash of everything that the model's predictions depend on, including the vocabulary.
  public var fingerprint: UInt64 {
    var hash = FingerprintChain()
    hash.add(tokenizer.level.rawValue + " " + tokenizer.sentences.rawValue)
    hash.add([Int32(model.order), Int32(bitPattern: model.backoff.rawValue)])
    for id in 0..<Int32(model.vocabulary.tokenCount) { hash.add(tokenizer.name(of: id)) }
    hash.add(model.tokens)
    hash.add(model.probabilities)
    hash.add(model.backoffWeights)
    hash.add(model.firstChildren)
    return hash.value
  }

  /// Creates a compressor that uses this model's predictions.
  ///
  /// - Throws: `Problem` of kind `badData` if the model knows more words than can be coded, about eight million.
  public func compressor() throws -> TextCompressor {
    guard Frequencies.counts.contains(model.vocabulary.size) else {
      throw Problem(
        .badData,
        "the model knows \(model.vocabulary.tokenCount) words; at most \(Frequencies.counts.upperBound) can be coded")
    }
    let endsLines = tokenizer.sentences == .line
    let coder: any TokenCoder =
      if tokenizer.level == .word, model.backoff == .shorterContext {
        BackoffCoder(model, endsLines: endsLines)
      } else {
        WholeDistributionCoder(NGramPredictor(model, endsLines: endsLines))
      }
    return TextCompressor(coder, tokenizer.spelling, fingerprint: fingerprint)
  }
}

extension NGramVocabulary {
  /// Returns the ids that never occur when bytes are coded, in order: the unknown token, which is replaced by escapes,
  /// the start marker, and the end marker unless it stands for a newline.
  func impossible(endsLines: Bool) -> [Int32] { endsLines ? [unknown, start] : [unknown, start, end] }
}
