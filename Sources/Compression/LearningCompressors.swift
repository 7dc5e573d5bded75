import Files
import Foundation
import Mixtures
import NGrams
import Tokenizers
import Transformers

extension TextCompressor {
  /// Creates a compressor that begins with nothing and learns as it goes; any machine restores its files.
  public static func learning() -> TextCompressor {
    TextCompressor(
      MixingCoder(learns: true) { .ofBytes(capacity: $0) }, ByteSpelling(), fingerprint: 0, kind: .learning)
  }

  /// How a file was compressed: what its decompression needs.
  public struct Needs: Equatable, Sendable {
    /// Whether it needs the model that it was compressed with.
    public let model: Bool
    /// Whether the model must learn on the way.
    public let learning: Bool
    /// Whether its network must learn, too.
    public let network: Bool

    /// Reads the needs of a compressed file; `name` is its name in messages.
    ///
    /// - Throws: `Problem` of kind `badData` if it is no compressed file or damaged.
    public init(_ data: Data, name: String) throws {
      let file = try CompressedFile(data, name: name)
      learning = file.kind != .fixed
      network = file.kind == .learningNetwork
      model = !learning || file.model != 0
    }
  }
}

extension SavedGPT {
  /// Creates a compressor that mixes this model's predictions with counts of the file, learning as it goes.
  ///
  /// - Parameter network: whether the model is trained on the file, too. It should not be used for anything else then.
  /// - Throws: `Problem` of kind `badData` if the model's tokens are not characters.
  public func learningCompressor(network: Bool = false) throws -> TextCompressor {
    let characters = try characters, scalars = characters.vocabulary
    return TextCompressor(
      MixingCoder(learns: true, model: predictor(learning: network)) { ContextMixer(scalars: scalars, capacity: $0) },
      CharacterSpelling(tokenizer: characters), fingerprint: try fingerprint,
      kind: .init(learning: true, network: network))
  }
}

extension SavedNGram {
  /// Creates a compressor that mixes this model's predictions with counts of the file, learning as it goes.
  ///
  /// - Throws: `Problem` of kind `badData` if the model's tokens are words.
  public func learningCompressor() throws -> TextCompressor {
    guard let codes = characterCodes else {
      throw Problem(
        .badData, "the model's tokens are words; only models of characters can learn from the file they compress")
    }
    let predictor = NGramPredictor(model, endsLines: tokenizer.sentences == .line)
    return TextCompressor(
      MixingCoder(learns: true, model: predictor) { ContextMixer(codes: codes, capacity: $0) },
      tokenizer.spelling, fingerprint: fingerprint, kind: .learning)
  }

  /// The UTF-8 of each id, or nil if the tokens are words. Ids that never occur get bytes that begin no character.
  private var characterCodes: [[UInt8]]? {
    guard case .characters(let characters) = tokenizer.table else { return nil }
    let end: [UInt8] = tokenizer.sentences == .line ? [UInt8(ascii: "\n")] : [0xFE]
    return characters.vocabulary.map { Array(String($0).utf8) } + [[0xFC], [0xFD], end]
  }
}

extension SavedMixture {
  /// A hash of everything that the mixture's predictions depend on.
  public var fingerprint: UInt64 {
    get throws {
      var hash = FingerprintChain()
      hash.add([try SavedGPT(model: model.gpt, tokenizer: tokenizer).fingerprint])
      hash.add(Array(model.mixer.fileContents))
      return hash.value
    }
  }

  /// Creates a compressor that uses the mixture's predictions.
  ///
  /// - Parameters:
  ///   - learning: whether counts and weights learn from the file as it goes. They are the mixture's own, which should
  ///     not be used for anything else then.
  ///   - network: whether the network is trained on the file, too.
  public func compressor(learning: Bool, network: Bool = false) throws -> TextCompressor {
    let contents = model.mixer.fileContents, tokenizer = tokenizer
    let predictor = SavedGPT(model: model.gpt, tokenizer: tokenizer).predictor(learning: network)
    let coder = try MixingCoder(learns: learning, model: predictor, mixer: model.mixer) { _ in
      try ContextMixer(contents, for: tokenizer, name: "the mixture")
    }
    return TextCompressor(
      coder, CharacterSpelling(tokenizer: tokenizer), fingerprint: try fingerprint,
      kind: .init(learning: learning, network: network))
  }
}
