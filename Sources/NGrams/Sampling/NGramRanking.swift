import LanguageModels
import Numerics

/// What may follow a context, the likeliest first, as far as top-k and top-p ask, without a look at the whole vocabulary.
///
/// Each context's tokens are ranked once, when it first comes up; the ranks after a context are those of its offers (see
/// ``NGramOffers``) merged, save what a longer context knows. The choices are those of ``Sampler`` with the logarithms of
/// the probabilities as scores: weights p^(1/T), then top-k, then top-p of the sum over all tokens. So are the draws of a
/// seed, but where the two round differently: at the border between two tokens, or where top-p stops.
struct NGramRanking {
  /// What a context knows, the likeliest first.
  private final class Ranked {
    let tokens: [Int32]
    let weights: [Float]
    let sum: Double

    init(_ tokens: [Int32], _ weights: [Float]) {
      self.tokens = tokens
      self.weights = weights
      sum = weights.reduce(0) { $0 + Double($1) }
    }
  }

  /// The likeliest token of an offer that is not taken yet; without weight where there is none.
  private struct Head {
    var token: Int32 = 0
    var weight: Float = 0
    var rank = -1
  }

  private let model: NGramModel
  private let most: Int
  private let topP: Float?
  private var offers: NGramOffers
  private var kept: [Int: Ranked] = [:]
  /// The weight of each id in what no context at all offers.
  private var shortest: [Float]
  /// The present offers, the longest context's first, and the next of each that no longer context knows.
  private var lists: [Ranked] = []
  private var heads: [Head] = []
  /// For each id 16 times the number of the draw in which a context of some length last offered it, and the offer's
  /// place.
  private var marks: [UInt64]
  private var draw: UInt64 = 0
  /// The choices of one draw, and their sum.
  private var tokens: [Int32] = []
  private var weights: [Float] = []
  private var total = 0.0
  /// Whether top-k or top-p leaves only one, which needs no draw. Where the others have no weight, there is a draw, as
  /// the common sampler makes it.
  private var isSure = false

  /// Prepares draws at a temperature of 0 or at least 0.25.
  init(_ model: NGramModel, _ sampler: Sampler) {
    self.model = model
    most = sampler.temperature > 0 ? sampler.topK ?? .max : 1
    topP = sampler.temperature > 0 ? sampler.topP : nil
    offers = NGramOffers(model, temperature: sampler.temperature > 0 ? sampler.temperature : 1)
    shortest =
      model.backoff == .equalParts ? [Float](repeating: 1, count: model.vocabulary.size) : offers.weights(of: 0)
    marks = [UInt64](repeating: 0, count: model.vocabulary.size)
  }

  /// Draws one token; the end of the sentence where none has any weight.
  mutating func callAsFunction(
    after context: NGramContext, using generator: inout RandomGenerator
  ) -> Int32 {
    choose(after: context)
    guard let first = tokens.first else { return model.vocabulary.end }
    if isSure { return first }
    var rest = Double(generator.uniform()) * total
    for (token, weight) in zip(tokens, weights) {
      rest -= Double(weight)
      if rest < 0 { return token }
    }
    // Rounding left a trace of the total to nobody.
    return first
  }

  /// What a draw chooses from, the likeliest first, with probabilities that add up to 1.
  mutating func choices(after context: NGramContext) -> [Sampler.Choice] {
    choose(after: context)
    return zip(tokens, weights).map { Sampler.Choice(token: $0, probability: Float(Double($1) / total)) }
  }

  private mutating func choose(after context: NGramContext) {
    offers.collect(context)
    lists.removeAll(keepingCapacity: true)
    for node in offers.nodes { lists.append(ranked(node)) }
    markKnown()
    let goal = topP.map { Double($0) * sumOfAll() } ?? .infinity
    heads.removeAll(keepingCapacity: true)
    for place in lists.indices { heads.append(head(of: place, after: -1)) }
    tokens.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    total = 0
    while tokens.count < most, tokens.isEmpty || total < goal, let place = bestPlace(but: -1) {
      take(place, goal)
    }
    isSure = tokens.count == 1 && (most == 1 || total >= goal)
    if !total.isFinite { tokens.removeAll() }
  }

  /// Marks each token with the longest context that offers it; the shortest context's own tokens need no mark.
  private mutating func markKnown() {
    draw += 1
    for place in stride(from: lists.count - 2, through: 0, by: -1) {
      let mark = draw << 4 | UInt64(place)
      for token in lists[place].tokens { marks[Int(token)] = mark }
    }
  }

  /// Whether no longer context offers a token.
  private func isTrue(_ token: Int32, _ place: Int) -> Bool {
    let mark = marks[Int(token)]
    return mark >> 4 != draw || mark & 15 == UInt64(place)
  }

  /// The sum of all tokens' weights.
  private func sumOfAll() -> Double {
    var all = 0.0
    for (place, list) in lists.enumerated() {
      var sum = list.sum
      if place > 0, offers.nodes[place] <= 0 {
        // No context at all knows all tokens: what longer ones know is taken off.
        for (longer, list) in lists.dropLast().enumerated() {
          for token in list.tokens where isTrue(token, longer) { sum -= Double(shortest[Int(token)]) }
        }
      } else if place > 0 {
        sum = 0
        for (token, weight) in zip(list.tokens, list.weights) where isTrue(token, place) { sum += Double(weight) }
      }
      all += Double(offers.factors[place]) * max(0, sum)
    }
    return all
  }

  /// The offer whose head ranks first, but for one; nil where none has any weight. Equally likely tokens rank by their
  /// numbers.
  private func bestPlace(but excluded: Int) -> Int? {
    var best: Int?
    for place in heads.indices where place != excluded && heads[place].weight > 0 {
      if let best, !isBefore(heads[place].token, heads[place].weight, heads[best]) { continue }
      best = place
    }
    return best
  }

  /// Whether a token with its weight ranks before a head.
  private func isBefore(_ token: Int32, _ weight: Float, _ head: Head) -> Bool {
    weight > head.weight || (weight == head.weight && token < head.token)
  }

  /// Takes the ranks of an offer until another offer's head comes before, or there are enough.
  private mutating func take(_ place: Int, _ goal: Double) {
    let list = lists[place], factor = offers.factors[place]
    let rival = bestPlace(but: place).map { heads[$0] } ?? Head(token: .min)
    var rank = heads[place].rank
    while rank < list.tokens.count, tokens.count < most, tokens.isEmpty || total < goal {
      let token = list.tokens[rank], weight = list.weights[rank] * factor
      if isTrue(token, place) {
        guard isBefore(token, weight, rival) else { break }
        tokens.append(token)
        weights.append(weight)
        total += Double(weight)
      }
      rank += 1
    }
    heads[place] = head(of: place, after: rank - 1)
  }

  /// The first token of an offer, after a rank, that no longer context knows.
  private func head(of place: Int, after rank: Int) -> Head {
    let list = lists[place]
    var rank = rank + 1
    while rank < list.tokens.count, !isTrue(list.tokens[rank], place) { rank += 1 }
    guard rank < list.tokens.count else { return Head() }
    return Head(token: list.tokens[rank], weight: list.weights[rank] * offers.factors[place], rank: rank)
  }

  private mutating func ranked(_ node: Int) -> Ranked {
    if let list = kept[node] { return list }
    let list: Ranked
    if node < 0 {
      list = Ranked((0..<offers.idCount).map(offers.id), [Float](repeating: 1, count: offers.idCount))
    } else {
      let first = model.children(node).lowerBound, weights = offers.weights(of: node)
      let ranks = weights.indices.sorted {
        weights[$0] > weights[$1] || (weights[$0] == weights[$1] && $0 < $1)
      }
      list = Ranked(ranks.map { model.tokens[first + $0] }, ranks.map { weights[$0] })
    }
    // Small ones are made as fast as they are found.
    if list.tokens.count >= 16 { kept[node] = list }
    return list
  }
}
