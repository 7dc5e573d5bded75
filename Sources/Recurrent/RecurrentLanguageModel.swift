import LanguageModels
import Numerics
import Tensors

extension RecurrentModel: LanguageModel {
  /// Returns the logits of the token that follows `tokens`, at least one, all of which are read from a state of zeros.
  public func nextLogits(after tokens: [Int32]) -> [Float] { read(tokens, after: nil).logits }

  /// Continues `prompt` token by token, passing each token to `emit` as it is drawn.
  ///
  /// The state stays, so each token costs one step, however long the text is.
  ///
  /// - Parameter prompt: at least one token.
  /// - Throws: what `emit` throws; `Problem` of kind `badData` if the logits are not finite, as ``Sampler`` explains.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) throws {
    precondition(count >= 0, "generate: \(count) tokens")
    guard count > 0 else { return }
    var (logits, state) = read(prompt, after: nil)
    for drawn in 1...count {
      let token = try sampler.draw(logits, using: &generator)
      try emit(token)
      if drawn < count { (logits, state) = read([token], after: state) }
    }
  }

  /// Reads more tokens of a text, and returns the logits of the next one and the state.
  ///
  /// The tokens are read in chunks of at most `fewRows`, so the results have the same bits however they are divided.
  private func read(_ tokens: [Int32], after state: State?) -> (logits: [Float], state: State) {
    guard !tokens.isEmpty else { fatalError("RecurrentModel: at least one token must come before the next") }
    return withoutGradients {
      var state = state
      var start = 0
      while true {
        let end = min(start + fewRows, tokens.count)
        let (hidden, after) = hiddenStates(Array(tokens[start..<end]), batchSize: 1, from: state)
        if end == tokens.count { return (output(hidden[hidden.shape[0] - 1]).elements, after) }
        (state, start) = (after, end)
      }
    }
  }

  /// Returns how well the model predicts the tokens from `start` on, each from all tokens before it or from at least 64.
  ///
  /// The text is cut into up to 128 pieces, which the model reads side by side, with a state that stays to the end of
  /// its piece. It begins to read 64 tokens before a piece, so that the state knows what came before.
  ///
  /// - Parameter start: at least 1, since the model must read a token before it can predict the next.
  public func evaluate(_ tokens: [Int32], from start: Int) -> Evaluation {
    precondition((1...max(1, tokens.count)).contains(start), "evaluate: from token \(start) of \(tokens.count)")
    let lead = 64, stepsAtOnce = 64
    let first = max(0, start - 1 - lead)
    // The first piece may have fewer tokens before it, so it predicts more.
    let rest = max(0, tokens.count - 1 - first - lead)
    let pieces = min(128, max(1, rest / 256)), length = (rest + pieces - 1) / pieces
    let end = min(lead + length, tokens.count - 1 - first)
    var total = 0.0, state: State?
    withoutGradients {
      cachingPackedWeights(of: parameters) {
        for step in stride(from: 0, to: end, by: stepsAtOnce) {
          var ids: [Int32] = [], targets: [Int32] = []
          for time in step..<min(step + stepsAtOnce, end) {
            for piece in 0..<pieces {
              let place = first + piece * length + time, isCounted = piece == 0 ? place + 1 >= start : time >= lead
              let isInText = place + 1 < tokens.count
              ids.append(isInText ? tokens[place] : 0)
              targets.append(isInText && isCounted ? tokens[place + 1] : -1)
            }
          }
          let (logits, after) = self.logits(ids, batchSize: pieces, from: state)
          state = after
          total += Double(crossEntropy(logits, targets: targets).item) * Double(targets.count { $0 >= 0 })
        }
      }
    }
    return Evaluation(totalLoss: total, tokenCount: tokens.count - start)
  }
}
