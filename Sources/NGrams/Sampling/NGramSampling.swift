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
  ///     model.generate(after: model.sentenceStart, count: 100, sampler: Sampler(), using: &generator) { print($0) }
  ///
  /// There are two methods. At temperatures of at least 0.25 without top-k or top-p, a draw looks at only a few tokens;
  /// see ``NGramDraw``. Otherwise, the logarithms of all probabilities are the logits of a ``Sampler``. At lower
  /// temperatures, powers of probabilities would leave the range of floats.
  public func generate(
    after context: NGramContext, count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) rethrows {
    var context = context
    func write(_ next: (NGramContext) -> Int32) throws {
      for _ in 0..<count {
        let token = next(context)
        try emit(token)
        read(token, &context)
      }
    }
    if sampler.temperature >= 0.25, sampler.topK == nil, sampler.topP == nil {
      var draw = NGramDraw(self, temperature: sampler.temperature)
      try write { draw(after: $0, using: &generator) }
    } else {
      var candidates = Candidates(count: vocabulary.size)
      var logits = [Float](repeating: 0, count: vocabulary.size)
      try write { context in
        logits.withUnsafeMutableBufferPointer { logits in
          guard fillLogits(after: context, into: logits) else { return vocabulary.end }
          return sampler.draw(UnsafeBufferPointer(logits), among: &candidates, using: &generator)
        }
      }
    }
  }

  /// Fills in the logarithms of the probabilities of all ids that can be drawn after a context, and -infinity for the
  /// others.
  ///
  /// - Returns: false if there is nothing to draw, or a value that is not finite.
  private func fillLogits(after context: NGramContext, into logits: UnsafeMutableBufferPointer<Float>) -> Bool {
    fillProbabilities(after: context, into: logits)
    guard let first = logits.baseAddress else { return false }
    elementwise(.log, first, first, count: logits.count)
    if !writesUnknown { first[Int(vocabulary.unknown)] = -.infinity }
    return logits.contains { $0 > -.infinity } && logits.allSatisfy { $0 < .infinity }
  }

  /// Whether the training text contained the unknown token as a word; if it did, something follows the token, at least
  /// the end of a sentence.
  var writesUnknown: Bool { order > 1 && !children(Int(vocabulary.unknown) + 1).isEmpty }
}

extension NGramModel: LanguageModel {
  /// Returns the logarithms of the probabilities of the tokens after `tokens`; sentence markers are left out.
  public func nextLogits(after tokens: [Int32]) -> [Float] {
    var logits = [Float](repeating: 0, count: vocabulary.size)
    let context = context(after: tokens)
    logits.withUnsafeMutableBufferPointer { _ = fillLogits(after: context, into: $0) }
    return Array(logits[..<vocabulary.tokenCount])
  }

  /// Continues `prompt` as one text that never ends: sentence markers are drawn, but not emitted.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) rethrows {
    try generate(after: context(after: prompt), count: count, sampler: sampler, using: &generator) { token in
      if token < vocabulary.tokenCount { try emit(token) }
    }
  }
}
