import Files
import Tensors

/// Draws a next token from a model's scores: temperature, then the most likely ones only, then chance.
///
///     var generator = RandomGenerator(seed: 1)
///     Sampler(temperature: 0.8, topK: 40).draw(scores, using: &generator)
public struct Sampler: Sendable {
  /// What scores are divided by: below 1 the likely becomes likelier, and 0 always takes the likeliest.
  public var temperature: Float
  /// Keep only so many of the likeliest tokens.
  public var topK: Int?
  /// Keep only the likeliest tokens that together reach this probability (Holtzman et al. 2020).
  public var topP: Float?

  /// A sampler with the given settings; by default it draws from the model's own distribution.
  public init(temperature: Float = 1, topK: Int? = nil, topP: Float? = nil) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// A token and its probability.
  public struct Choice: Equatable, Sendable {
    /// The token's number.
    public let token: Int32
    /// Its probability among all choices.
    public let probability: Float
  }

  /// What a draw chooses from, the likeliest first, with probabilities that add up to 1.
  ///
  /// Equally likely tokens stand in order of their numbers.
  public func choices(_ scores: [Float]) -> [Choice] {
    guard temperature > 0 else {
      let best = scores.indices.max { scores[$0] < scores[$1] || (scores[$0] == scores[$1] && $0 > $1) } ?? 0
      return [Choice(token: Int32(best), probability: 1)]
    }
    // Differences from the largest stay in range whatever the temperature.
    let largest = scores.max() ?? 0
    let probabilities = Tensor([scores.count], scores.map { ($0 - largest) / temperature }).softmax().elements
    let order = probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
    var kept = order.prefix(topK ?? order.count)
    if let topP {
      var total: Float = 0
      kept = kept.prefix { token in
        defer { total += probabilities[token] }
        return total < topP
      }
    }
    let total = kept.reduce(Float(0)) { $0 + probabilities[$1] }
    return kept.map { Choice(token: Int32($0), probability: probabilities[$0] / total) }
  }

  /// Draws one token.
  public func draw(_ scores: [Float], using generator: inout RandomGenerator) -> Int32 {
    let choices = choices(scores)
    guard choices.count > 1 else { return choices[0].token }
    var rest = generator.uniform()
    for choice in choices {
      rest -= choice.probability
      if rest < 0 { return choice.token }
    }
    return choices[choices.count - 1].token
  }
}
