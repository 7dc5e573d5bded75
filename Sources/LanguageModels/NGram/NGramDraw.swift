import Kernels
import Tensors

/// Draws tokens with probabilities in proportion to p^(1/T), T being the temperature, without looking at all of them.
///
/// Each context, from the longest to none at all, offers the tokens that it knows, with what longer contexts leave as a
/// factor. A draw picks one of all these offers by its weight. If a longer context knows the token, the offer was not
/// the token's true one, and the draw is made again: so each token comes with exactly its own weight. Smoothing that
/// interpolates gives a token more in a longer context than a shorter one offers, so that of N contexts' offers at least
/// one in N is true.
///
/// Running sums of the offers make a draw a few binary searches. They are made when a context first comes up, and
/// those of contexts that know many tokens are kept.
struct NGramDraw {
  private let model: NGramModel
  private let temperature: Float
  /// How many ids may be drawn.
  private let idCount: Int
  private var kept: [Int: [Double]] = [:]
  /// The offers of one draw: whose they are, or -1 for equal parts of all ids; their factors; and their sums.
  private var nodes: [Int] = []
  private var factors: [Float] = []
  private var sums: [[Double]] = []

  /// Prepares draws at a temperature of at least 0.25.
  init(_ model: NGramModel, temperature: Float) {
    self.model = model
    self.temperature = temperature
    idCount = model.vocabulary.predictedCount - (model.writesUnknown ? 0 : 1)
  }

  mutating func callAsFunction(
    after context: NGramContext, using generator: inout RandomGenerator
  ) -> Int32 {
    collectOffers(context)
    let total = nodes.indices.reduce(0) { $0 + weight($1) }
    while true {
      // In steps fine enough for the rarest word.
      var target = Double(generator.next() >> 11) * 0x1p-53 * total
      var offer = 0
      while offer < nodes.count - 1, target >= weight(offer) {
        target -= weight(offer)
        offer += 1
      }
      let token = token(offer, target / Double(factors[offer]))
      if !nodes[..<offer].contains(where: { model.child(of: $0, token) >= 0 }) { return token }
    }
  }

  private mutating func collectOffers(_ context: NGramContext) {
    nodes.removeAll(keepingCapacity: true)
    factors.removeAll(keepingCapacity: true)
    sums.removeAll(keepingCapacity: true)
    var factor: Float = 1
    for length in stride(from: context.length, through: 0, by: -1) {
      let node = Int(context.nodes[length])
      if node >= 0, !model.children(node).isEmpty { add(node, factor) }
      factor *= model.factor(node)
      if model.rest == .equalParts, length > 0 {
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
    sums.append(node < 0 ? [Double(idCount)] : runningSums(node))
  }

  private func weight(_ offer: Int) -> Double { Double(factors[offer]) * (sums[offer].last ?? 0) }

  /// The token of an offer at which its running sums pass a target.
  private func token(_ offer: Int, _ target: Double) -> Int32 {
    if nodes[offer] < 0 {
      let id = min(Int(target), idCount - 1)
      if id < model.vocabulary.tokenCount { return Int32(id) }
      return id == idCount - 1 ? model.vocabulary.end : model.vocabulary.unknown
    }
    let sums = sums[offer]
    var low = 0, high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return model.tokens[model.children(nodes[offer]).lowerBound + low]
  }

  private mutating func runningSums(_ node: Int) -> [Double] {
    if let sums = kept[node] { return sums }
    var weights = Array(model.probabilities[model.children(node)])
    if node == 0, !model.writesUnknown { weights[Int(model.vocabulary.unknown)] = 0 }
    raise(&weights)
    var sum = 0.0
    let sums = weights.map { weight in
      sum += Double(weight)
      return sum
    }
    // Small ones are made as fast as they are found.
    if sums.count >= 16 { kept[node] = sums }
    return sums
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
