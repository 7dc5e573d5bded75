import Kernels

/// The offers for the next token, one per context, from the longest context to the empty one. An offer consists of the
/// tokens that followed the context. The weight of each is its probability, times the backoff weights of all longer
/// contexts, to the power of 1/T, where T is the temperature.
///
/// If several contexts know a token, its true weight is the one in the offer of the longest of them.
struct NGramOffers {
  private let model: NGramModel
  private let temperature: Float
  private let writesUnknown: Bool
  /// The number of ids that can be drawn: all except `<s>`, and except `<unk>` unless the training text contained it.
  let idCount: Int
  /// The node of each offer's context, the longest context first; -1 for an offer of all ids with equal weights
  /// (add-k).
  private(set) var nodes: [Int] = []
  /// The factor of all weights of each offer: the backoff weights of the longer contexts, to the power of 1/T.
  private(set) var factors: [Float] = []

  /// Prepares offers at a temperature of at least 0.25; below that, powers of probabilities leave the range of floats.
  init(_ model: NGramModel, temperature: Float) {
    self.model = model
    self.temperature = temperature
    writesUnknown = model.writesUnknown
    idCount = model.vocabulary.predictedCount - (writesUnknown ? 0 : 1)
  }

  /// Replaces the offers with those after the given context.
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
      // Without smoothing, nothing is left for shorter contexts.
      if factor == 0 { break }
    }
    raise(&factors)
  }

  private mutating func add(_ node: Int, _ factor: Float) {
    nodes.append(node)
    factors.append(factor)
  }

  /// Returns the weights of a node's children, without the offer's factor.
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

  /// Returns the true weights of all ids after a context, in id order.
  func allWeights(after context: NGramContext) -> [Float] {
    var weights = model.probabilities(after: context)
    if !writesUnknown { weights[Int(model.vocabulary.unknown)] = 0 }
    raise(&weights)
    return weights
  }

  /// Returns the id at an index among the ids that can be drawn.
  func id(at place: Int) -> Int32 {
    if place < model.vocabulary.tokenCount { return Int32(place) }
    return place == idCount - 1 ? model.vocabulary.end : model.vocabulary.unknown
  }

  /// Raises numbers to the power of 1/T with our own logarithm and exponential, so every machine draws the same tokens.
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
