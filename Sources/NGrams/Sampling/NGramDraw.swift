import Files
import Numerics

/// Draws tokens in proportion to p^(1/T), where T is the temperature, without computing p for all tokens.
///
/// This is rejection sampling. A draw picks a token from the offers of all contexts (see ``NGramOffers``) in proportion
/// to their weights. If a longer context also knows the token, the offer is not the one that counts for this token: it
/// is rejected, and the draw is repeated. In this way, each token is drawn in proportion to its true weight.
///
/// With interpolated smoothing, a longer context offers a token with at least the weight that a shorter one does, so a
/// draw from N contexts is accepted with a probability of at least 1/N. Other models do not guarantee this. After 64
/// rejections in a row, or if the weights do not have a finite sum above 0, the token is drawn using the true weights
/// of all ids. If these add up to 0, the sentence ends.
///
/// With running sums of the weights, a draw takes a few binary searches. The sums of a context that knows many tokens
/// are computed only once and kept.
struct NGramDraw {
  private let model: NGramModel
  private var offers: NGramOffers
  /// The running sums of contexts that know many tokens, by node.
  private var kept: [Int: [Double]] = [:]
  /// The running sums of each of the current offers.
  private var sums: [[Double]] = []

  /// Prepares draws at a temperature of at least 0.25.
  init(_ model: NGramModel, temperature: Float) {
    self.model = model
    offers = NGramOffers(model, temperature: temperature)
  }

  /// Draws the token that follows a context.
  ///
  /// - Throws: `Problem` of kind `badData` if the weights of all ids are not finite.
  mutating func callAsFunction(
    after context: NGramContext, using generator: inout RandomGenerator
  ) throws -> Int32 {
    offers.collect(context)
    sums.removeAll(keepingCapacity: true)
    for node in offers.nodes { sums.append(node < 0 ? [Double(offers.idCount)] : runningSums(node)) }
    let nodes = offers.nodes, total = nodes.indices.reduce(0) { $0 + weight($1) }
    guard total > 0, total.isFinite else { return try drawAmongAll(context, &generator) }
    for _ in 0..<64 {
      var target = generator.fineUniform() * total
      var offer = 0
      while offer < nodes.count - 1, target >= weight(offer) {
        target -= weight(offer)
        offer += 1
      }
      let token = token(offer, target / Double(offers.factors[offer]))
      if !nodes[..<offer].contains(where: { model.child(of: $0, token) >= 0 }) { return token }
    }
    return try drawAmongAll(context, &generator)
  }

  /// Returns the total weight of an offer.
  private func weight(_ offer: Int) -> Double { Double(offers.factors[offer]) * (sums[offer].last ?? 0) }

  /// Returns the token of an offer at which the running sums first exceed a target.
  private func token(_ offer: Int, _ target: Double) -> Int32 {
    let node = offers.nodes[offer]
    if node < 0 { return offers.id(at: min(Int(target), offers.idCount - 1)) }
    return model.tokens[model.children(node).lowerBound + index(of: target, in: sums[offer])]
  }

  /// Returns the index of the first running sum that exceeds a target.
  private func index(of target: Double, in sums: [Double]) -> Int {
    var low = 0, high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private mutating func runningSums(_ node: Int) -> [Double] {
    if let sums = kept[node] { return sums }
    let sums = runningSums(of: offers.weights(of: node))
    // A few sums are computed as quickly as they are looked up.
    if sums.count >= 16 { kept[node] = sums }
    return sums
  }

  private func runningSums(of weights: [Float]) -> [Double] {
    var sum = 0.0
    return weights.map { weight in
      sum += Double(weight)
      return sum
    }
  }

  /// Draws from all ids, using their true weights.
  private func drawAmongAll(_ context: NGramContext, _ generator: inout RandomGenerator) throws -> Int32 {
    let sums = runningSums(of: offers.allWeights(after: context)), total = sums.last ?? 0
    guard total.isFinite else {
      throw Problem(
        .badData, "the model's numbers are not finite: its probabilities after a context add up to \(total)")
    }
    guard total > 0 else { return model.vocabulary.end }
    return Int32(index(of: generator.fineUniform() * total, in: sums))
  }
}
