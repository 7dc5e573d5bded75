import Numerics

/// Draws tokens with probabilities in proportion to p^(1/T), T being the temperature, without looking at all of them.
///
/// A draw picks one of all that the contexts offer (see ``NGramOffers``) by its weight. If a longer context knows the
/// token, the offer was not the token's true one, and the draw is made again: so each token comes with exactly its own
/// weight. Smoothing that interpolates gives a token more in a longer context than a shorter one offers, so that of N
/// contexts' offers at least one in N is true. Models from elsewhere promise no such thing: where 64 draws in a row found
/// no true offer, or the weights have no finite sum, the next draw is among the weights of all ids, one by one. If these
/// have no finite sum above 0 either, the sentence ends.
///
/// Running sums of the offers make a draw a few binary searches. They are made when a context first comes up, and
/// those of contexts that know many tokens are kept.
struct NGramDraw {
  private let model: NGramModel
  private var offers: NGramOffers
  private var kept: [Int: [Double]] = [:]
  /// The running sums of the present offers.
  private var sums: [[Double]] = []

  /// Prepares draws at a temperature of at least 0.25.
  init(_ model: NGramModel, temperature: Float) {
    self.model = model
    offers = NGramOffers(model, temperature: temperature)
  }

  mutating func callAsFunction(
    after context: NGramContext, using generator: inout RandomGenerator
  ) -> Int32 {
    offers.collect(context)
    sums.removeAll(keepingCapacity: true)
    for node in offers.nodes { sums.append(node < 0 ? [Double(offers.idCount)] : runningSums(node)) }
    let nodes = offers.nodes, total = nodes.indices.reduce(0) { $0 + weight($1) }
    guard total > 0, total.isFinite else { return drawAmongAll(context, &generator) }
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
    return drawAmongAll(context, &generator)
  }

  private func weight(_ offer: Int) -> Double { Double(offers.factors[offer]) * (sums[offer].last ?? 0) }

  /// The token of an offer at which its running sums pass a target.
  private func token(_ offer: Int, _ target: Double) -> Int32 {
    let node = offers.nodes[offer]
    if node < 0 { return offers.id(at: min(Int(target), offers.idCount - 1)) }
    return model.tokens[model.children(node).lowerBound + index(of: target, in: sums[offer])]
  }

  /// Where running sums pass a target.
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
    // Small ones are made as fast as they are found.
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

  private func drawAmongAll(_ context: NGramContext, _ generator: inout RandomGenerator) -> Int32 {
    let sums = runningSums(of: offers.allWeights(after: context)), total = sums.last ?? 0
    guard total > 0, total.isFinite else { return model.vocabulary.end }
    return Int32(index(of: generator.fineUniform() * total, in: sums))
  }
}

extension RandomGenerator {
  /// A number from 0 to below 1, in steps fine enough for the rarest word.
  fileprivate mutating func fineUniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
