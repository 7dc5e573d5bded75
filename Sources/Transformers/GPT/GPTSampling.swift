import LanguageModels
import Layers
import Numerics
import Tensors

extension GPT {
  /// The scores of the token that follows `tokens`, of which the last ones that fit into the context count.
  public func nextScores(after tokens: some BidirectionalCollection<Int32>) -> [Float] {
    let seen = Array(tokens.suffix(configuration.contextLength))
    return withoutGradients {
      var pass = ForwardPass.evaluation
      return nextLogits(seen, batchSize: 1, &pass).elements
    }
  }

  /// Continues `prompt` token by token, handing each to `emit` as it is drawn.
  ///
  /// A token costs one pass over the weights. When the context is full, its last half is read again and the text goes
  /// on from there; see ``GPTDecoder``.
  ///
  ///     var generator = RandomGenerator(seed: 1)
  ///     model.generate(after: [3, 1, 4], count: 100, sampler: Sampler(temperature: 0.8), using: &generator) {
  ///       print($0)
  ///     }
  ///
  /// - Parameter prompt: at least one token; the last ones that fit into the context count.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) rethrows {
    var generators = [generator]
    defer { generator = generators[0] }
    try generate(after: prompt, count: count, sampler: sampler, using: &generators) { try emit($1) }
  }

  /// Continues `prompt` in several ways at once, one for each generator.
  ///
  /// The weights are read once for up to sixteen sequences, which costs little more than for one. A sequence depends on
  /// its own generator alone, and is the same text that it would be by itself. Sixteen go together, token by
  /// token; when they are done, the next sixteen begin.
  ///
  /// - Parameter emit: takes the number of the sequence and its next token.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generators: inout [RandomGenerator],
    emit: (_ sequence: Int, _ token: Int32) throws -> Void
  ) rethrows {
    guard count > 0 else { return }
    let V = configuration.vocabularySize
    var candidates = Candidates(count: V)
    for first in stride(from: 0, to: generators.count, by: 16) {
      let decoder = GPTDecoder(self, sequenceCount: min(16, generators.count - first))
      var tokens = [Int32](repeating: 0, count: decoder.sequenceCount)
      decoder.prefill(prompt)
      for drawn in 1...count {
        for i in tokens.indices {
          tokens[i] = withExtendedLifetime(decoder.scores) { scores in
            let row = UnsafeBufferPointer(start: scores.data + i * V, count: V)
            return sampler.draw(row, among: &candidates, using: &generators[first + i])
          }
          try emit(first + i, tokens[i])
        }
        if drawn < count { decoder.step(tokens) }
      }
    }
  }
}
