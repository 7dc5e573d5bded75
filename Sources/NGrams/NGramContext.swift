import Files
import Kernels

/// The last tokens that an n-gram model has read: for each length up to N - 1, the node of that n-gram, if it is known.
///
/// A context belongs to the model that made it.
public struct NGramContext: Equatable, Sendable {
  /// The node of the last k tokens, for k from 0 to N - 1, or -1.
  package internal(set) var nodes: [Int32]
  /// The number of tokens in the context: N - 1, or fewer near the start of a sentence.
  public internal(set) var length = 0
}

extension NGramModel {
  /// A context without tokens, not even the start of a sentence.
  public var emptyContext: NGramContext {
    NGramContext(nodes: [0] + [Int32](repeating: -1, count: order - 1))
  }

  /// The context at the start of a sentence.
  public var sentenceStart: NGramContext { context(after: [vocabulary.start]) }

  /// Returns the context after some tokens; only the last N - 1 count.
  public func context(after tokens: some Sequence<Int32>) -> NGramContext {
    var context = emptyContext
    for token in tokens { read(token, &context) }
    return context
  }

  /// Advances a context by a token, without allocating. The start or the end of a sentence begins a new context.
  public func read(_ token: Int32, _ context: inout NGramContext) {
    require(token >= 0 && token < vocabulary.size, "NGramModel: token \(token) is not in \(vocabulary.size)")
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

  /// Returns the probability of a token after a context (for stupid backoff, its score) and the length of the longest
  /// known n-gram, including the token. With add-k smoothing, the length is 0 if the token never followed the context.
  public func probability(of token: Int32, after context: NGramContext) -> (value: Float, order: Int) {
    require(token >= 0 && token < vocabulary.size, "NGramModel: token \(token) is not in \(vocabulary.size)")
    var scale: Float = 1
    for k in stride(from: context.length, to: 0, by: -1) {
      let node = Int(context.nodes[k])
      if node >= 0 {
        let child = child(of: node, token)
        if child >= 0 { return (probabilities[child] * scale, k + 1) }
      }
      if backoff == .equalParts { return (token == vocabulary.start ? 0 : factor(node), 0) }
      scale *= factor(node)
    }
    return (probabilities[Int(token) + 1] * scale, 1)
  }

  /// Returns the probabilities of all ids after a context, in id order: the tokenizer's tokens, then `<unk>`, `<s>`
  /// (always 0) and `</s>`.
  public func probabilities(after context: NGramContext) -> [Float] {
    [Float](unsafeUninitializedCapacity: vocabulary.size) { buffer, count in
      count = vocabulary.size
      fillProbabilities(after: context, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Writes the probabilities of all ids after a context into the caller's memory, in id order, as a sampler or an
  /// arithmetic coder needs them at every token.
  ///
  /// The values are those of ``probability(of:after:)`` to the last bit, so they are the same on every machine. Nothing
  /// is allocated. One pass over the vocabulary writes the probabilities of single tokens times the backoff weights of
  /// all longer contexts. Then each context, from short to long, overwrites the values of the tokens that it knows.
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
  /// They add up to 1 except for rounding: each has a relative error of about 1e-7. With maximum likelihood many are 0;
  /// with stupid backoff they are scores and can add up to any number.
  ///
  /// - Parameter buffer: room for `vocabulary.size` numbers.
  public func fillProbabilities(after context: NGramContext, into buffer: UnsafeMutableBufferPointer<Float>) {
    require(buffer.count == vocabulary.size, "fillProbabilities: \(buffer.count) of \(vocabulary.size) places")
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
    if backoff == .equalParts {
      buffer.update(repeating: factor(node))
      buffer[Int(vocabulary.start)] = 0
    } else {
      fill(buffer, context, length: length - 1, scale: scale * factor(node))
    }
    guard node >= 0 else { return }
    for child in children(node) { buffer[Int(tokens[child])] = probabilities[child] * scale }
  }

  /// Returns the backoff weight of a context; -1 represents one that was never seen.
  func factor(_ node: Int) -> Float {
    node >= 0 ? backoffWeights[node] : backoff.weightOfUnseenContext(uniform: probabilities[0])
  }
}
