import Files
import Kernels
import LanguageModels
import Numerics

extension NGramModel {
  /// Continues a context token by token, passing each token to `emit` as it is drawn.
  ///
  /// The end of a sentence is a token like any other, and a new sentence begins after it. `<unk>` is drawn only if the
  /// training text contained it as a word; `<s>` is never drawn.
  ///
  ///     var generator = RandomGenerator(seed: 1)
  ///     try model.generate(after: model.sentenceStart, count: 100, sampler: Sampler(), using: &generator) { print($0) }
  ///
  /// If the sampler has other settings than a temperature of at least 0.25, each token takes time in proportion to the
  /// vocabulary.
  ///
  /// - Parameter text: the tokens so far, to which a repetition penalty applies.
  /// - Throws: what `emit` throws, except `EndOfText`, which ends the text; `Problem` of kind `badData` if the model's
  ///   numbers are not finite.
  public func generate(
    after context: NGramContext, of text: [Int32] = [], count: Int, sampler: Sampler,
    using generator: inout RandomGenerator, emit: (Int32) throws -> Void
  ) throws {
    require(count >= 0, "generate: \(count) tokens")
    var context = context, draw = NGramSampler(self, sampler, after: text)
    do {
      for _ in 0..<count {
        let token = try draw(after: context, using: &generator)
        try emit(token)
        read(token, &context)
      }
    } catch is EndOfText {}
  }

  /// Fills in the logarithms of the probabilities of all ids that can be drawn after a context, and -infinity for the
  /// others.
  ///
  /// - Returns: false if there is nothing to draw.
  func fillLogits(after context: NGramContext, into logits: UnsafeMutableBufferPointer<Float>) -> Bool {
    fillProbabilities(after: context, into: logits)
    guard let first = logits.baseAddress else { return false }
    elementwise(.log, first, first, count: logits.count)
    if !writesUnknown { first[Int(vocabulary.unknown)] = -.infinity }
    return logits.contains { $0 != -.infinity }
  }

  /// Whether the training text contained the unknown token as a word; if it did, something follows the token, at least
  /// the end of a sentence.
  var writesUnknown: Bool { order > 1 && !children(Int(vocabulary.unknown) + 1).isEmpty }
}

extension NGramModel: LanguageModel {
  /// Returns the logarithms of the probabilities of the tokens after `tokens`, without the sentence markers.
  ///
  /// If the model rules out all tokens, they are equally likely.
  public func nextLogits(after tokens: [Int32]) -> [Float] {
    nextLogits(after: context(after: tokens.suffix(order - 1)))
  }

  func nextLogits(after context: NGramContext) -> [Float] {
    var logits = [Float](repeating: 0, count: vocabulary.size)
    let isPossible = logits.withUnsafeMutableBufferPointer { fillLogits(after: context, into: $0) }
    let kept = logits[..<vocabulary.tokenCount]
    return isPossible && kept.contains { $0 != -.infinity } ? Array(kept) : Array(repeating: 0, count: kept.count)
  }

  /// Continues `prompt` with `count` tokens. When a sentence ends, another one begins; the markers are not emitted.
  ///
  /// If the model predicts nothing but ends of sentences, generation stops early.
  ///
  /// - Throws: what `emit` throws, except `EndOfText`, which ends the text; `Problem` of kind `badData` if the model's
  ///   numbers are not finite.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) throws {
    require(count >= 0, "generate: \(count) tokens")
    var context = context(after: prompt), draw = NGramSampler(self, sampler, after: prompt)
    var emitted = 0, markers = 0
    do {
      while emitted < count, markers < 1000 {
        let token = try draw(after: context, using: &generator)
        if token < vocabulary.tokenCount {
          try emit(token)
          (emitted, markers) = (emitted + 1, 0)
        } else {
          markers += 1
        }
        read(token, &context)
      }
    } catch is EndOfText {}
  }

  /// Returns a reader that takes the time of the last few tokens for each new one, however long the text is.
  public func reader() -> any TextReader { NGramTextReader(self) }
}
