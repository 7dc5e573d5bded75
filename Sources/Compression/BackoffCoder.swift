import NGrams

/// Codes the tokens of an n-gram model over a large vocabulary without looking at all of it.
///
/// The first choice is among the tokens that followed the longest known context, or none of them. The next is among
/// those that followed the context without its first token, except those already ruled out, and so on down to single
/// tokens. These are the steps of PPM (Cleary and Witten 1984), but with the model's own probabilities, which are kept
/// exactly. With S the tokens seen after a context h, and h' the context without its first token,
///
///     p(none of S | h) = 1 - sum of p(w | h) over S
///     p(w | h, none of S) = p(w | h') / sum of p(v | h') over all v not in S
///
/// because the probability of an unseen token is p(w | h') times one factor for all.
///
/// The tokens of each context get their frequencies once, out of 2^24 parts; tokens that are ruled out are subtracted.
/// So the time per token is proportional to the number of tokens that its contexts rule out, usually a few, and not to
/// the size of the vocabulary. All sums run over stored numbers in one fixed order, so the frequencies are the same on
/// every machine.
final class BackoffCoder: TokenCoder {
  private let model: NGramModel
  /// Ids that never occur, in order.
  private let impossible: [Int32]
  /// For each node, the parts of its siblings up to and including itself.
  private let ends: [UInt32]
  private var context: NGramContext

  /// The tokens ruled out so far, in order, and room for the next such list.
  private var excluded: [Int32] = []
  private var merged: [Int32] = []
  /// The children of the current context that are ruled out.
  private var excludedChildren: [Int] = []

  /// Creates a coder at the start of a sentence.
  ///
  /// - Parameter model: a model that backs off to shorter contexts.
  init(_ model: NGramModel, endsLines: Bool) {
    precondition(model.backoff == .shorterContext, "BackoffCoder: the model does not back off to shorter contexts")
    self.model = model
    impossible = model.vocabulary.impossible(endsLines: endsLines)
    ends = Self.frequencies(model)
    context = model.sentenceStart
  }

  /// Returns the cumulative parts of all nodes among their siblings: `1 + floor(p (2^24 - n - 1))` for n siblings, so
  /// at least one part is left for all other tokens.
  private static func frequencies(_ model: NGramModel) -> [UInt32] {
    var ends = [UInt32](repeating: 0, count: model.tokens.count)
    for node in model.backoffWeights.indices {
      let children = model.children(node)
      // Rounding, or a file from elsewhere, can raise the sum above 1.
      let sum = children.reduce(0) { $0 + Double(model.probabilities[$1]) }
      let scale = Double(Int(Frequencies.total) - children.count - 1) / max(1, sum)
      var end: UInt32 = 0
      for child in children {
        end += 1 + UInt32(Double(model.probabilities[child]) * scale)
        ends[child] = end
      }
    }
    return ends
  }

  /// At least one part of each choice belongs to another token.
  var leastBits: Double { Frequencies.leastBits(count: 2) }

  func begin(length: Int) { context = model.sentenceStart }

  func acceptUnknown() { model.read(model.vocabulary.unknown, &context) }

  func encode(_ token: Int32, _ encoder: inout ArithmeticEncoder) -> Double {
    defer { model.read(token, &context) }
    excluded = impossible
    for length in stride(from: context.length, through: 0, by: -1) {
      guard let choice = choice(Int(context.nodes[length])) else { continue }
      let child = model.child(of: choice.node, token)
      if child >= 0 {
        var removedBefore: UInt32 = 0
        for other in excludedChildren {
          if other > child { break }
          removedBefore += parts(other, choice)
        }
        encoder.encode(share(child, choice, removedBefore))
        break
      }
      encoder.encode(choice.others)
      exclude(choice.children)
    }
    return Double(model.probability(of: token, after: context).value)
  }

  func decode(_ decoder: inout ArithmeticDecoder) -> Int32 {
    let token = next(&decoder)
    model.read(token, &context)
    return token
  }

  private func next(_ decoder: inout ArithmeticDecoder) -> Int32 {
    excluded = impossible
    for length in stride(from: context.length, through: 0, by: -1) {
      guard let choice = choice(Int(context.nodes[length])) else { continue }
      let point = decoder.point(total: choice.total)
      if point < choice.kept {
        var removedBefore: UInt32 = 0
        for other in excludedChildren {
          if point + removedBefore < start(other, choice) { break }
          removedBefore += parts(other, choice)
        }
        let child = child(at: point + removedBefore, choice)
        decoder.advance(past: share(child, choice, removedBefore))
        return model.tokens[child]
      }
      decoder.advance(past: choice.others)
      exclude(choice.children)
    }
    // Without a context, nothing is left for other tokens, so only bytes that no encoder wrote lead here.
    return model.vocabulary.unknown
  }

  /// The choice between the tokens that followed a context and all others, without those ruled out.
  private struct Choice {
    let node: Int
    let children: Range<Int>
    /// The parts of the context's tokens that are not ruled out.
    let kept: UInt32
    /// Those parts plus the parts of all other tokens.
    let total: UInt32

    /// The share of all tokens that did not follow the context.
    var others: SymbolShare { SymbolShare(start: kept, frequency: total - kept, total: total) }
  }

  /// Sets ``excludedChildren`` and returns the choice after a context, or nil if it was never seen.
  private func choice(_ node: Int) -> Choice? {
    guard node >= 0 else { return nil }
    let children = model.children(node)
    guard let last = children.last else { return nil }
    excludedChildren.removeAll(keepingCapacity: true)
    var removed: UInt32 = 0
    var rest = children
    for token in excluded {
      let child = node == 0 ? Int(token) + 1 : sortedIndex(of: token, in: model.tokens, rest)
      guard child >= 0 else { continue }
      excludedChildren.append(child)
      removed += ends[child] - (child == children.lowerBound ? 0 : ends[child - 1])
      rest = child + 1..<children.upperBound
    }
    return Choice(
      node: node, children: children, kept: ends[last] - removed, total: Frequencies.total - removed)
  }

  /// Rules out, for shorter contexts, the tokens that followed a context.
  private func exclude(_ children: Range<Int>) {
    merged.removeAll(keepingCapacity: true)
    var i = 0
    for child in children {
      let token = model.tokens[child]
      while i < excluded.count, excluded[i] < token {
        merged.append(excluded[i])
        i += 1
      }
      if i < excluded.count, excluded[i] == token { i += 1 }
      merged.append(token)
    }
    merged.append(contentsOf: excluded[i...])
    swap(&merged, &excluded)
  }

  private func start(_ child: Int, _ choice: Choice) -> UInt32 {
    child == choice.children.lowerBound ? 0 : ends[child - 1]
  }

  private func parts(_ child: Int, _ choice: Choice) -> UInt32 { ends[child] - start(child, choice) }

  private func share(_ child: Int, _ choice: Choice, _ removedBefore: UInt32) -> SymbolShare {
    SymbolShare(
      start: start(child, choice) - removedBefore, frequency: parts(child, choice), total: choice.total)
  }

  /// Returns the child whose parts contain a point.
  private func child(at point: UInt32, _ choice: Choice) -> Int {
    var low = choice.children.lowerBound, high = choice.children.upperBound - 1
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] > point { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
