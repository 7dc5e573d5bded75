import LanguageModels
import Numerics
import Tensors

extension MLP {
  /// Returns the logits of the token that follows `tokens`, of which only the last n matter; `tokens` can be empty.
  public func nextLogits(after tokens: [Int32]) -> [Float] {
    let n = configuration.contextLength
    return withoutGradients { logits(padded(tokens.suffix(n)).suffix(n)).elements }
  }

  /// Continues `prompt` token by token, passing each token to `emit` as it is drawn.
  ///
  ///     var generator = RandomGenerator(seed: 1)
  ///     model.generate(after: [3, 1, 4], count: 100, sampler: Sampler(temperature: 0.8), using: &generator) {
  ///       print($0)
  ///     }
  ///
  /// - Parameter prompt: only the last n tokens matter; if it is empty, a new text begins.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) rethrows {
    var last = Array(prompt.suffix(configuration.contextLength))
    for _ in 0..<count {
      let token = sampler.draw(nextLogits(after: last), using: &generator)
      try emit(token)
      last = (last + [token]).suffix(configuration.contextLength)
    }
  }
}
