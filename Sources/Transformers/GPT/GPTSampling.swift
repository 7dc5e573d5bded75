import LanguageModels
import Layers
import Numerics
import Tensors

extension GPT: LanguageModel {
  /// Returns the logits of the token that follows `tokens`; only the last tokens that fit in the context are used, and a
  /// memory looks up the ones before it, too.
  public func nextLogits(after tokens: [Int32]) -> [Float] {
    let (seen, before) = window(endOf: tokens)
    return withoutGradients {
      var pass = ForwardPass.evaluation
      pass.before = [before]
      return nextLogits(seen, batchSize: 1, &pass).elements
    }
  }

  /// Returns the last tokens of a text that fit in the context, and the last ones before these, for a memory.
  func window(endOf tokens: some Collection<Int32>) -> (seen: [Int32], before: ArraySlice<Int32>) {
    let seen = tokens.suffix(configuration.contextLength)
    return (Array(seen), Array(tokens.prefix(tokens.count - seen.count).suffix(SequenceCache.lookback))[...])
  }

  /// Continues `prompt` token by token, passing each token to `emit` as it is drawn.
  ///
  /// Each token costs one pass over the weights. When the context is full, its last half is read again and the text
  /// continues from there; see ``GPTDecoder``.
  ///
  ///     var generator = RandomGenerator(seed: 1)
  ///     try model.generate(after: [3, 1, 4], count: 100, sampler: Sampler(temperature: 0.8), using: &generator) {
  ///       print($0)
  ///     }
  ///
  /// - Parameter prompt: at least one token; only the last ones that fit in the context are used.
  /// - Throws: what `emit` throws; `Problem` of kind `badData` if the logits are not finite, as ``Sampler`` explains.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) throws {
    var generators = [generator]
    defer { generator = generators[0] }
    try generate(after: prompt, count: count, sampler: sampler, using: &generators) { try emit($1) }
  }

  /// Continues `prompt` in several ways in parallel, one for each generator.
  ///
  /// The weights are read once for up to sixteen sequences, so these cost little more than one. Each sequence depends
  /// only on its own generator and gets the same text as it would alone. Sixteen sequences are generated together,
  /// token by token; when they are done, the next sixteen begin.
  ///
  /// - Parameter emit: receives the number of the sequence and its next token; if it throws `EndOfText`, this sequence
  ///   ends.
  /// - Throws: what `emit` throws; `Problem` of kind `badData` if the logits are not finite, as ``Sampler`` explains.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generators: inout [RandomGenerator],
    emit: (_ sequence: Int, _ token: Int32) throws -> Void
  ) throws {
    precondition(count >= 0, "generate: \(count) tokens")
    guard count > 0 else { return }
    let V = configuration.vocabularySize
    var candidates = Candidates(count: V)
    for first in stride(from: 0, to: generators.count, by: 16) {
      let decoder = GPTDecoder(self, sequenceCount: min(16, generators.count - first))
      var tokens = [Int32](repeating: 0, count: decoder.sequenceCount)
      var seen = [TokenSet](repeating: TokenSet(prompt, vocabularySize: V), count: tokens.count)
      var open = Array(tokens.indices)
      decoder.prefill(prompt)
      for drawn in 1...count {
        for i in open {
          tokens[i] = try withExtendedLifetime(decoder.logits) { logits in
            let row = UnsafeBufferPointer(start: logits.data + i * V, count: V)
            return try sampler.draw(row, after: seen[i], among: &candidates, using: &generators[first + i])
          }
          seen[i].insert(tokens[i])
          do { try emit(first + i, tokens[i]) } catch is EndOfText { open.removeAll { $0 == i } }
        }
        // A sequence that has ended receives its last token again and again.
        if open.isEmpty { break }
        if drawn < count { decoder.step(tokens) }
      }
    }
  }
}
