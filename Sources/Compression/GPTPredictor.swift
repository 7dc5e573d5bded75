import Foundation
import Kernels
import Mixtures
import Tokenizers
import Transformers

/// A GPT as the predictor of a compressor. It reads token by token. Once the text is longer than its context, it looks
/// back over at least half a context and at most a whole one.
///
/// The library's kernels compute the same bits on any number of threads and on any CPU with fused multiply-add, so one
/// such machine can decompress the files of another. A portable build, which multiplies and then adds, computes
/// slightly different numbers. ``SavedGPT/fingerprint`` includes the first probabilities of the model, so a file from
/// the other kind of build is refused instead of decompressed into something else.
public final class GPTPredictor: TokenPredictor {
  private let decoder: GPTDecoder
  private let first: Int32
  private let learner: NetworkLearner?
  /// The last tokens read, if the model learns, and how many of them it has not learned from.
  private var recent: [Int32] = []
  private var newCount = 0

  /// Creates a predictor at the start of a text.
  ///
  /// - Parameters:
  ///   - first: the token that the model reads before any text, since it cannot predict from nothing.
  ///   - learner: trains the model on the text as it is read.
  public init(_ model: GPT, first: Int32, learner: NetworkLearner? = nil) {
    decoder = GPTDecoder(model)
    (self.first, self.learner) = (first, learner)
    begin()
  }

  /// V, the size of the vocabulary.
  public var tokenCount: Int { decoder.model.configuration.vocabularySize }

  /// Resets to the start of a text.
  public func begin() {
    learner?.begin()
    (recent, newCount) = ([first], 0)
    decoder.prefill(recent)
  }

  /// Writes the softmax of the model's logits.
  public func fillProbabilities(into buffer: UnsafeMutableBufferPointer<Float>) {
    precondition(buffer.count == tokenCount, "fillProbabilities: \(buffer.count) of \(tokenCount) places")
    guard let p = buffer.baseAddress else { return }
    softmax(p, decoder.logits.data, rows: 1, columns: buffer.count)
  }

  /// Advances by a token.
  public func accept(_ token: Int32) {
    guard let learner else { return decoder.step([token]) }
    recent.append(token)
    newCount += 1
    guard newCount == learner.stride else { return decoder.step([token]) }
    learner.learn(recent, new: newCount)
    newCount = 0
    // The decoder's keys and values are those of the old weights.
    recent.removeFirst(max(0, recent.count - decoder.model.configuration.contextLength))
    decoder.prefill(recent.suffix(learner.stride))
  }

  /// Does nothing: the model has no unknown token and continues as if nothing had been there.
  public func acceptUnknown() {}
}

extension SavedGPT {
  /// The token that the model reads before any text: a newline, or token 0 if the vocabulary has no newline.
  private var firstToken: Int32 { (try? tokenizer.encode("\n"))?.first ?? 0 }

  /// A hash of everything that the model's predictions depend on: vocabulary, form, parameters, and the first
  /// probabilities as this build computes them.
  ///
  /// - Throws: `Problem` of kind `badData` if the model's tokens are not characters.
  public var fingerprint: UInt64 { get throws { fingerprint(try characters) } }

  private func fingerprint(_ tokenizer: CharacterTokenizer) -> UInt64 {
    let configuration = model.configuration
    var hash = FingerprintChain()
    hash.add(tokenizer.vocabulary.map(\.value))
    hash.add([configuration.contextLength, configuration.headCount].map(Int32.init))
    // Models in GPT-2's form keep the hash that they had before there were others.
    let plain = GPTConfiguration(
      vocabularySize: configuration.vocabularySize, contextLength: configuration.contextLength,
      layerCount: configuration.layerCount, headCount: configuration.headCount, width: configuration.width,
      dropout: configuration.dropout, hasBiases: configuration.hasBiases, activation: configuration.activation)
    if configuration != plain {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      if let form = try? encoder.encode(configuration) { hash.add(Array(form)) }
    }
    for (name, parameter) in model.namedParameters.map({ ($0.name, $0.parameter) }) {
      hash.add(name)
      hash.add(parameter.elements)
    }
    let predictor = GPTPredictor(model, first: firstToken)
    var probabilities = [Float](repeating: 0, count: predictor.tokenCount)
    probabilities.withUnsafeMutableBufferPointer { predictor.fillProbabilities(into: $0) }
    hash.add(probabilities)
    return hash.value
  }

  /// Returns the model as the predictor of a compressor, which trains it on the way or not.
  func predictor(learning: Bool = false) -> GPTPredictor {
    GPTPredictor(model, first: firstToken, learner: learning ? NetworkLearner(model) : nil)
  }

  /// Creates a compressor that uses this model's predictions.
  ///
  /// - Throws: `Problem` of kind `badData` if the model's tokens are not characters.
  public func compressor() throws -> TextCompressor {
    TextCompressor(
      WholeDistributionCoder(predictor()), CharacterSpelling(tokenizer: try characters), fingerprint: try fingerprint)
  }
}
