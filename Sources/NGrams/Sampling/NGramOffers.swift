import Kernels

/// What each context, from the longest to none at all, offers as the next token: the tokens that it knows, with what
/// longer contexts leave as a factor, all to the power of 1/T, T being the temperature.
///
/// A token that several contexts know has the weight that the longest of them offers.
struct NGramOffers {
  private let model: NGramModel
  private let temperature: Float
  private let writesUnknown: Bool
  /// How many ids may be drawn: all but `<s>`, and `<unk>` only where the training text had it.
  let idCount: Int
  /// Whose the offers are, the longest context's first, or -1 for equal parts of all ids.
  private(set) var nodes: [Int] = []
  /// What the weights of each offer are multiplied by.
  private(set) var factors: [Float] = []

  /// Prepares offers at a temperature of at least 0.25: below, powers of probabilities leave the range of floats.
  init(_ model: NGramModel, temperature: Float) {
    self.model = model
    self.temperature = temperature
    writesUnknown = model.writesUnknown
    idCount = model.vocabulary.predictedCount - (writesUnknown ? 0 : 1)
  }

  /// Finds the offers after a context.
  mutating func collect(_ context: NGramContext) {
    nodes.removeAll(keepingCapacity: true)
    factors.removeAll(keepingCapacity: true)
    var factor: Float = 1
    for length in stride(from: context.length, through: 0, by: -1) {
      let node = Int(context.nodes[length])
      if node >= 0, !model.children(node).isEmpty { add(node, factor) }
      factor *= model.factor(node)
      if model.backoff == .equalParts, length > 0 {
        add(-1, factor)
        break
      }
      // Without smoothing nothing is left to shorter contexts.
      if factor == 0 { break }
    }
    raise(&factors)
  }

  private mutating func add(_ node: Int, _ factor: Float) {
    nodes.append(node)
    factors.append(factor)
  }

  /// The weights of a node's children, without a factor.
  func weights(of node: Int) -> [Float] {
    let children = model.children(node)
    var weights = Array(model.probabilities[children])
    if !writesUnknown {
      let unknown = model.child(of: node, model.vocabulary.unknown)
      if unknown >= 0 { weights[unknown - children.lowerBound] = 0 }
    }
    raise(&weights)
    return weights
  }

  /// The weights of all ids after a context, in the order of their numbers: what the offers come to.
  func allWeights(after context: NGramContext) -> [Float] {
    var weights = model.probabilities(after: context)
    if !writesUnknown { weights[Int(model.vocabulary.unknown)] = 0 }
    raise(&weights)
    return weights
  }

  /// The id at a place among those that may be drawn.
  func id(at place: Int) -> Int32 {
    if place < model.vocabulary.tokenCount { return Int32(place) }
    return place == idCount - 1 ? model.vocabulary.end : model.vocabulary.unknown
  }

  /// Numbers to the power of 1/T, by our own logarithm and exponential, so that every machine draws the same.
  private func raise(_ values: inout [Float]) {
    guard temperature != 1 else { return }
    values.withUnsafeMutableBufferPointer { values in
      guard let first = values.baseAddress else { return }
      elementwise(.log, first, first, count: values.count)
      scale(first, first, by: 1 / temperature, count: values.count)
      elementwise(.exp, first, first, count: values.count)
    }
  }
}
