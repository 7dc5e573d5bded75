import Layers
import Tensors

extension GPT {
  /// The scores of the token that follows `tokens`, of which the last ones that fit into the context count.
  public func nextScores(after tokens: some BidirectionalCollection<Int32>) -> [Float] {
    let seen = Array(tokens.suffix(configuration.contextLength))
    return withoutGradients {
      var context = Context.evaluation
      let last = residual(seen, batchSize: 1, &context).slice(axis: 1, seen.count - 1..<seen.count)  // (1, 1, C)
      return head(last).elements
    }
  }

  /// Continues `prompt` token by token, handing each to `emit` as it is drawn.
  ///
  /// Each token costs a forward pass over the context, as the learned positions shift once the text is longer.
  public func generate(
    after prompt: [Int32], count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) rethrows {
    var tokens = prompt
    for _ in 0..<count {
      let token = sampler.draw(nextScores(after: tokens), using: &generator)
      try emit(token)
      tokens.append(token)
      if tokens.count > configuration.contextLength { tokens.removeFirst() }
    }
  }
}
