import Kernels

/// What an n-gram model has read last: for each length up to N - 1, the node of the last tokens, if that n-gram is known.
///
/// A context belongs to the model that made it.
public struct NGramContext: Equatable, Sendable {
  /// The node of the last k tokens, for k from 0 to N - 1, or -1.
  package internal(set) var nodes: [Int32]
  /// How many tokens the model looks back on: N - 1, or fewer near a sentence's start.
  public internal(set) var length = 0
}

extension NGramModel {
  /// A context with nothing in it, not even a sentence's start.
  public var emptyContext: NGramContext {
    NGramContext(nodes: [0] + [Int32](repeating: -1, count: order - 1))
  }

  /// The context in which a sentence begins.
  public var sentenceStart: NGramContext { context(after: [vocabulary.start]) }

  /// The context after some tokens, of which the last N - 1 count.
  public func context(after tokens: some Sequence<Int32>) -> NGramContext {
    var context = emptyContext
    for token in tokens { read(token, &context) }
    return context
  }

  /// Moves a context on by a token, without allocating; the start or the end of a sentence begins a new one.
  public func read(_ token: Int32, _ context: inout NGramContext) {
    precondition(token >= 0 && token < vocabulary.size, "NGramModel: token \(token) is not in \(vocabulary.size)")
    guard order > 1 else { return }
    if token >= vocabulary.start {
      for k in 2..<max(2, order) { context.nodes[k] = -1 }
      context.nodes[1] = vocabulary.start + 1
      context.length = 1
      return
    }
    context.length = min(order - 1, context.length + 1)
    for k in stride(from: context.length, to: 0, by: -1) {
      let node = context.nodes[k - 1]
      context.nodes[k] = node < 0 ? -1 : Int32(child(of: Int(node), token))
    }
  }

  /// The probability of a token after a context (for stupid backoff its score), and the length of the longest n-gram,
  /// the token included, that the model knew: 0 where add-k smoothing never saw the token there.
  public func probability(of token: Int32, after context: NGramContext) -> (value: Float, order: Int) {
    precondition(token >= 0 && token < vocabulary.size, "NGramModel: token \(token) is not in \(vocabulary.size)")
    var scale: Float = 1
    for k in stride(from: context.length, to: 0, by: -1) {
      let node = Int(context.nodes[k])
      if node >= 0 {
        let child = child(of: node, token)
        if child >= 0 { return (probabilities[child] * scale, k + 1) }
      }
      if rest == .equalParts { return (token == vocabulary.start ? 0 : factor(node), 0) }
      scale *= factor(node)
    }
    return (probabilities[Int(token) + 1] * scale, 1)
  }

  /// The probabilities of all ids after a context, in the order of their numbers: the tokenizer's tokens, then `<unk>`,
  /// `<s>` (always 0) and `</s>`.
  public func probabilities(after context: NGramContext) -> [Float] {
    [Float](unsafeUninitializedCapacity: vocabulary.size) { buffer, count in
      count = vocabulary.size
      fillProbabilities(after: context, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Writes the probabilities of all ids after a context into the caller's memory, in the order of their numbers: what a
  /// sampler or an arithmetic coder asks for at every token.
  ///
  /// The values are those of ``probability(of:after:)`` to the last bit, hence the same on every machine. Nothing is
  /// allocated. One pass over the vocabulary writes the single tokens' probabilities times what all longer contexts
  /// leave; then each context, from short to long, overwrites those of the tokens that it knows.
  ///
  ///     var context = model.sentenceStart
  ///     withUnsafeTemporaryAllocation(of: Float.self, capacity: model.vocabulary.size) { buffer in
  ///       for token in text {
  ///         model.fillProbabilities(after: context, into: buffer)
  ///         coder.encode(token, buffer)
  ///         model.read(token, &context)
  ///       }
  ///     }
  ///
  /// They add up to 1 but for rounding: each is right to some 1e-7 of itself. With maximum likelihood many are 0; with
  /// stupid backoff they are scores and add up to anything.
  ///
  /// - Parameter buffer: room for `vocabulary.size` numbers.
  public func fillProbabilities(after context: NGramContext, into buffer: UnsafeMutableBufferPointer<Float>) {
    precondition(buffer.count == vocabulary.size, "fillProbabilities: \(buffer.count) of \(vocabulary.size) places")
    fill(buffer, context, length: context.length, scale: 1)
  }

  /// Fills in the probabilities after the last `length` tokens of the context, each times a scale.
  private func fill(
    _ buffer: UnsafeMutableBufferPointer<Float>, _ context: NGramContext, length: Int, scale: Float
  ) {
    if length == 0 {
      probabilities.withUnsafeBufferPointer {
        guard let y = buffer.baseAddress, let root = $0.baseAddress else { return }
        Kernels.scale(y, root + 1, by: scale, count: buffer.count)
      }
      return
    }
    let node = Int(context.nodes[length])
    if rest == .equalParts {
      buffer.update(repeating: factor(node))
      buffer[Int(vocabulary.start)] = 0
    } else {
      fill(buffer, context, length: length - 1, scale: scale * factor(node))
    }
    guard node >= 0 else { return }
    for child in children(node) { buffer[Int(tokens[child])] = probabilities[child] * scale }
  }

  /// What a context leaves to the tokens that never followed it; -1 stands for one that was never seen.
  func factor(_ node: Int) -> Float {
    node >= 0 ? rests[node] : rest.ofUnseenContext(uniform: probabilities[0])
  }
}
