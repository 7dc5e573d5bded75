import LanguageModels
import Numerics

/// Draws the ids that follow contexts, by one of two methods.
///
/// At temperatures of at least 0.25 without other settings, a draw looks at only a few tokens; see ``NGramDraw``.
/// Otherwise, the logarithms of all probabilities are the logits of a ``Sampler``, so a draw takes time in proportion to
/// the vocabulary. At lower temperatures, powers of probabilities would leave the range of floats.
struct NGramSampler {
  private let model: NGramModel
  private let sampler: Sampler
  /// The first method; nil if the sampler needs the second.
  private var draw: NGramDraw?
  /// The buffers of the second method.
  private var candidates: Candidates
  private var logits: [Float]
  /// The distinct tokens of the text so far, if the second method needs them.
  private var seen: TokenSet

  /// - Parameter text: the tokens so far, to which a repetition penalty applies.
  init(_ model: NGramModel, _ sampler: Sampler, after text: [Int32]) {
    let looksAtFew = sampler.temperature >= 0.25 && sampler.keepsAllTokens
    let size = looksAtFew ? 0 : model.vocabulary.size
    (self.model, self.sampler) = (model, sampler)
    draw = looksAtFew ? NGramDraw(model, temperature: sampler.temperature) : nil
    candidates = Candidates(count: size)
    logits = [Float](repeating: 0, count: size)
    seen = TokenSet(text, vocabularySize: size)
  }

  mutating func callAsFunction(after context: NGramContext, using generator: inout RandomGenerator) throws -> Int32 {
    if draw != nil { return try draw!(after: context, using: &generator) }
    return try logits.withUnsafeMutableBufferPointer { logits in
      guard model.fillLogits(after: context, into: logits) else { return model.vocabulary.end }
      let token = try sampler.draw(
        UnsafeBufferPointer(logits), after: seen, among: &candidates, using: &generator)
      seen.insert(token)
      return token
    }
  }
}
