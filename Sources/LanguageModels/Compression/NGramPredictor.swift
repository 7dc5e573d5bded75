import Files

/// An n-gram model as a compressor asks it.
///
/// Its probabilities are products of stored single-precision numbers, multiplied in one fixed order: no sums, nothing
/// fused, no C library. The same model file gives the same bits on every machine, whatever it was built for, and what one
/// compresses any other can decompress.
public final class NGramPredictor: TokenPredictor {
  private let model: NGramModel
  /// Ids that never come: the marker of a start, the unknown token, and the end where it is not a line's.
  private let impossible: [Int]
  private var context: NGramContext

  /// A predictor at the start of a text.
  ///
  /// - Parameter endsLines: whether the end of a sentence stands for a line's end, and so is one of the tokens.
  public init(_ model: NGramModel, endsLines: Bool) {
    self.model = model
    let vocabulary = model.vocabulary
    impossible = ([vocabulary.unknown, vocabulary.start] + (endsLines ? [] : [vocabulary.end])).map(Int.init)
    context = model.sentenceStart
  }

  /// How many ids the model has, its markers among them.
  public var tokenCount: Int { model.vocabulary.size }

  /// Goes to the start of a sentence.
  public func begin() { context = model.sentenceStart }

  /// The model's probabilities, 0 for ids that never come.
  public func fillProbabilities(into buffer: UnsafeMutableBufferPointer<Float>) {
    model.fillProbabilities(after: context, into: buffer)
    for id in impossible { buffer[id] = 0 }
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
  public func compressor() -> TextCompressor {
    TextCompressor(
      NGramPredictor(model, endsLines: tokenizer.sentences == .line), tokenizer.spelling, fingerprint: fingerprint)
  }
}

/// One fingerprint of several things in a row.
struct FingerprintChain {
  private(set) var value = Files.fingerprint(of: [])

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  mutating func add<Number: BitwiseCopyable>(_ numbers: [Number]) {
    let next = numbers.withUnsafeBytes { Files.fingerprint(of: $0) }
    value = Files.fingerprint(of: withUnsafeBytes(of: (value.littleEndian, next.littleEndian)) { Array($0) })
  }
}
