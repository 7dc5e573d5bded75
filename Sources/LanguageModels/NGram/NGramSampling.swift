import Kernels
import Tensors

extension NGramModel {
  /// Continues a context token by token, handing each to `emit` as it is drawn.
  ///
  /// A sentence's end is a token as others, and a new sentence begins behind it. `<unk>` is drawn only where the training
  /// text had it as a word, `<s>` never.
  ///
  ///     var generator = RandomGenerator(seed: 1)
  ///     model.generate(after: model.sentenceStart, count: 100, sampler: Sampler(), using: &generator) { print($0) }
  ///
  /// Where the sampler ranks nothing, a draw looks at a few tokens only; see ``NGramDraw``. With top-k, top-p or a very
  /// low temperature it takes the logarithms of all probabilities as scores.
  public func generate(
    after context: NGramContext, count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) rethrows {
    var context = context
    // Below, powers of probabilities leave the range of floats.
    let isDirect = sampler.temperature >= 0.25 && sampler.topK == nil && sampler.topP == nil
    var draw = NGramDraw(self, temperature: sampler.temperature)
    var candidates = Candidates(count: isDirect ? 0 : vocabulary.size)
    var scores = [Float](repeating: 0, count: isDirect ? 0 : vocabulary.size)
    for _ in 0..<count {
      let token =
        isDirect
        ? draw(after: context, using: &generator)
        : scores.withUnsafeMutableBufferPointer { scores in
          fillScores(after: context, into: scores)
          return sampler.draw(UnsafeBufferPointer(scores), among: &candidates, using: &generator)
        }
      try emit(token)
      read(token, &context)
    }
  }

  /// The logarithms of the probabilities of all that may be drawn after a context, and -infinity for the rest.
  private func fillScores(after context: NGramContext, into scores: UnsafeMutableBufferPointer<Float>) {
    fillProbabilities(after: context, into: scores)
    guard let first = scores.baseAddress else { return }
    elementwise(.log, first, first, count: scores.count)
    if !writesUnknown { first[Int(vocabulary.unknown)] = -.infinity }
  }

  /// Whether the training text had the unknown token as a word: then something follows it, a sentence's end at least.
  var writesUnknown: Bool { order > 1 && !children(Int(vocabulary.unknown) + 1).isEmpty }
}
