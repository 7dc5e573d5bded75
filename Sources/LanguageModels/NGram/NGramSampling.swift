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
  /// A sampler that leaves the model's distribution as it is draws without looking at the whole vocabulary; see
  /// ``NGramDraw``. Any other sees the logarithms of all probabilities as scores.
  public func generate(
    after context: NGramContext, count: Int, sampler: Sampler, using generator: inout RandomGenerator,
    emit: (Int32) throws -> Void
  ) rethrows {
    var context = context
    let isPlain = sampler.temperature == 1 && sampler.topK == nil && sampler.topP == nil && isNormalised
    let walk = isPlain ? NGramDraw(self) : nil
    var candidates = Candidates(count: isPlain ? 0 : vocabulary.size)
    var scores = [Float](repeating: 0, count: vocabulary.size)
    for _ in 0..<count {
      let token =
        walk?.draw(after: context, using: &generator)
        ?? scores.withUnsafeMutableBufferPointer { scores in
          fillScores(after: context, into: scores)
          return sampler.draw(UnsafeBufferPointer(scores), among: &candidates, using: &generator)
        }
      try emit(token)
      read(token, &context)
    }
  }

  /// The logarithms of the probabilities of all that may be drawn after a context, in the order of the ids: what a
  /// ``Sampler`` takes. `<s>`, and `<unk>` where the training text did not have it, get -infinity.
  public func scores(after context: NGramContext) -> [Float] {
    var scores = [Float](repeating: 0, count: vocabulary.size)
    scores.withUnsafeMutableBufferPointer { fillScores(after: context, into: $0) }
    return scores
  }

  private func fillScores(after context: NGramContext, into scores: UnsafeMutableBufferPointer<Float>) {
    fillProbabilities(after: context, into: scores)
    guard let first = scores.baseAddress else { return }
    elementwise(.log, first, first, count: scores.count)
    if !writesUnknown { first[Int(vocabulary.unknown)] = -.infinity }
  }

  /// Whether the training text had the unknown token as a word: then something follows it, a sentence's end at least.
  var writesUnknown: Bool { order > 1 && !children(Int(vocabulary.unknown) + 1).isEmpty }
}

/// Draws from a model's own distribution with a look at a few of its tokens only.
///
/// The walk begins at the longest known context. Its own tokens have their probabilities; a number between 0 and 1
/// falls on one of them, or beyond, on what is left to tokens that never followed. Of these the walk asks the context
/// without its first token, and asks again while that names a token that the longer context knows. So each token comes
/// with exactly its probability.
struct NGramDraw {
  private let model: NGramModel
  /// The sums of the single tokens' probabilities up to each, without what is never drawn.
  private let sums: [Double]

  /// Prepares draws; the model must be one of probabilities.
  init(_ model: NGramModel) {
    self.model = model
    var sum = 0.0
    sums = (0..<Int32(model.vocabulary.size)).map { token in
      if token != model.vocabulary.unknown || model.writesUnknown { sum += Double(model.probabilities[Int(token) + 1]) }
      return sum
    }
  }

  func draw(after context: NGramContext, using generator: inout RandomGenerator) -> Int32 {
    if model.rest == .equalParts { return drawWithEqualParts(context, &generator) }
    return draw(context, length: context.length, &generator)
  }

  private func draw(_ context: NGramContext, length: Int, _ generator: inout RandomGenerator) -> Int32 {
    guard length > 0 else { return drawSingle(&generator) }
    let node = Int(context.nodes[length])
    guard node >= 0 else { return draw(context, length: length - 1, &generator) }
    let children = model.children(node)
    if let child = drawChild(children, &generator) { return model.tokens[child] }
    // Rounding can leave a trace where nothing is left to others.
    if let last = children.last, model.rests[node] == 0 { return model.tokens[last] }
    for _ in 0..<100 {
      let token = draw(context, length: length - 1, &generator)
      if model.child(of: node, token) < 0 { return token }
    }
    // The longer context knows nearly all that the shorter one names.
    return drawUnseen(context, children, length: length - 1, &generator)
  }

  /// One of a context's own tokens, or nil when the draw falls beyond them.
  private func drawChild(_ children: Range<Int>, _ generator: inout RandomGenerator) -> Int? {
    var left = uniform(&generator)
    for child in children {
      left -= Double(model.probabilities[child])
      if left < 0 { return child }
    }
    return nil
  }

  /// A single token by its own probability, whatever came before.
  private func drawSingle(_ generator: inout RandomGenerator) -> Int32 {
    let target = uniform(&generator) * (sums.last ?? 0)
    var low = 0, high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return Int32(low)
  }

  /// A token after a shorter context that is none of some children: the whole distribution without them.
  private func drawUnseen(
    _ context: NGramContext, _ children: Range<Int>, length: Int, _ generator: inout RandomGenerator
  ) -> Int32 {
    var shorter = context
    shorter.length = length
    var probabilities = model.probabilities(after: shorter)
    for child in children { probabilities[Int(model.tokens[child])] = 0 }
    if !model.writesUnknown { probabilities[Int(model.vocabulary.unknown)] = 0 }
    var left = uniform(&generator) * probabilities.reduce(0) { $0 + Double($1) }
    for (token, probability) in probabilities.enumerated() where probability > 0 {
      left -= Double(probability)
      if left < 0 { return Int32(token) }
    }
    // Nothing is left beside the context's own tokens.
    return draw(context, length: length + 1, &generator)
  }

  /// With add-k the tokens that never followed have equal parts, whatever a shorter context says.
  private func drawWithEqualParts(_ context: NGramContext, _ generator: inout RandomGenerator) -> Int32 {
    if context.length == 0 { return drawSingle(&generator) }
    let node = Int(context.nodes[context.length])
    let children = node < 0 ? 0..<0 : model.children(node)
    let others = model.vocabulary.predictedCount - (model.writesUnknown ? 0 : 1) - children.count
    while true {
      if let child = drawChild(children, &generator) { return model.tokens[child] }
      guard others > 0 else { continue }
      while true {
        let token = Int32(truncatingIfNeeded: generator.next() % UInt64(model.vocabulary.size))
        let isDrawn = token != model.vocabulary.start && (token != model.vocabulary.unknown || model.writesUnknown)
        if isDrawn, node < 0 || model.child(of: node, token) < 0 { return token }
      }
    }
  }

  /// A number from 0 up to, but not including, 1, in steps fine enough for the rarest word.
  private func uniform(_ generator: inout RandomGenerator) -> Double { Double(generator.next() >> 11) * 0x1p-53 }
}
