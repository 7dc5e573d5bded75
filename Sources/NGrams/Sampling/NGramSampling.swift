import Kernels
import LanguageModels
import Numerics

extension NGramModel {
  /// Continues a context token by token, handing each to `emit` as it is drawn.
  ///
  /// A sentence's end is a token as others, and a new sentence begins behind it. `<unk>` is drawn only where the training
  /// text had it as a word, `<s>` never.
  ///
  ///     var generator = RandomGenerator(seed: 1)
  ///     model.generate(after: model.sentenceStart, count: 100, sampler: Sampler(), using: &generator) { print($0) }
  ///
  /// A draw looks at a few tokens only; see ``NGramDraw``, and ``NGramRanking`` for top-k, top-p and temperature 0. At
  /// temperatures below 0.25, where powers of probabilities leave the range of floats, the logarithms of all
  /// probabilities are a ``Sampler``'s logits.
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
    if sampler.temperature > 0, sampler.temperature < 0.25 {
      var candidates = Candidates(count: vocabulary.size)
      var logits = [Float](repeating: 0, count: vocabulary.size)
      try write { context in
        logits.withUnsafeMutableBufferPointer { logits in
          guard fillLogits(after: context, into: logits) else { return vocabulary.end }
          return sampler.draw(UnsafeBufferPointer(logits), among: &candidates, using: &generator)
        }
      }
    } else if sampler.temperature == 0 || sampler.topK != nil || sampler.topP != nil {
      var ranking = NGramRanking(self, sampler)
      try write { ranking(after: $0, using: &generator) }
    } else {
      var draw = NGramDraw(self, temperature: sampler.temperature)
      try write { draw(after: $0, using: &generator) }
    }
  }

  /// The logarithms of the probabilities of all that may be drawn after a context, and -infinity for the rest; false where
  /// there is nothing, or no finite number, to draw by.
  private func fillLogits(after context: NGramContext, into logits: UnsafeMutableBufferPointer<Float>) -> Bool {
    fillProbabilities(after: context, into: logits)
    guard let first = logits.baseAddress else { return false }
    elementwise(.log, first, first, count: logits.count)
    if !writesUnknown { first[Int(vocabulary.unknown)] = -.infinity }
    return logits.contains { $0 > -.infinity } && logits.allSatisfy { $0 < .infinity }
  }

  /// Whether the training text had the unknown token as a word: then something follows it, a sentence's end at least.
  var writesUnknown: Bool { order > 1 && !children(Int(vocabulary.unknown) + 1).isEmpty }
}
