import Numerics

/// Draws the next token from a model's logits: applies the temperature, keeps only the most likely tokens, then draws.
///
///     var generator = RandomGenerator(seed: 1)
///     Sampler(temperature: 0.8, topK: 40).draw(logits, using: &generator)
public struct Sampler: Sendable {
  /// The logits are divided by this: below 1, likely tokens become even more likely, and 0 always takes the most
  /// likely.
  public var temperature: Float
  /// If set, keep only this many of the most likely tokens.
  public var topK: Int?
  /// If set, keep only the most likely tokens that together reach this probability (Holtzman et al. 2020).
  public var topP: Float?

  /// Creates a sampler with the given settings; the default draws from the model's own distribution.
  public init(temperature: Float = 1, topK: Int? = nil, topP: Float? = nil) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// A token and its probability.
  public struct Choice: Equatable, Sendable {
    /// The token's number.
    public let token: Int32
    /// Its probability among the remaining choices.
    public let probability: Float

    /// Creates a choice of a token with its probability.
    public init(token: Int32, probability: Float) {
      self.token = token
      self.probability = probability
    }
  }

  /// Returns the tokens that a draw chooses from, the most likely first, with probabilities that add up to 1.
  ///
  /// Equally likely tokens are in order of their numbers.
  public func choices(_ logits: [Float]) -> [Choice] {
    logits.withUnsafeBufferPointer { logits in
      guard temperature > 0 else { return [Choice(token: likeliest(logits), probability: 1)] }
      var candidates = Candidates(count: logits.count)
      candidates.fill(logits, temperature: temperature)
      let kept = keep(among: &candidates)
      return (0..<kept.count).map { rank in
        let (token, probability) = candidates.ranked(rank)
        return Choice(token: token, probability: probability / kept.total)
      }
    }
  }

  /// Draws one token.
  public func draw(_ logits: [Float], using generator: inout RandomGenerator) -> Int32 {
    var candidates = Candidates(count: logits.count)
    return logits.withUnsafeBufferPointer { draw($0, among: &candidates, using: &generator) }
  }

  /// Draws one token, using buffers that the caller keeps for the next draw.
  package func draw(
    _ logits: UnsafeBufferPointer<Float>, among candidates: inout Candidates, using generator: inout RandomGenerator
  ) -> Int32 {
    guard temperature > 0 else { return likeliest(logits) }
    candidates.fill(logits, temperature: temperature)
    // All tokens together have probability 1, and most draws only need the first ranks.
    let kept = topK == nil && topP == nil ? (count: candidates.count, total: 1) : keep(among: &candidates)
    guard kept.count > 1 else { return candidates.ranked(0).token }
    var rest = generator.uniform() * kept.total
    for rank in 0..<kept.count {
      let (token, probability) = candidates.ranked(rank)
      rest -= probability
      if rest < 0 { return token }
    }
    // Because of rounding, the probabilities can add up to slightly less than the total.
    return candidates.ranked(0).token
  }

  /// Returns how many of the first ranks top-k and top-p keep, at least one, and their total probability.
  private func keep(among candidates: inout Candidates) -> (count: Int, total: Float) {
    let most = min(topK ?? candidates.count, candidates.count)
    var count = 0
    var total: Float = 0
    while count < most, topP.map({ total < $0 }) ?? true {
      total += candidates.ranked(count).probability
      count += 1
    }
    return (count, total)
  }

  /// Returns the token with the highest logit, the first of equals.
  private func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Int32 {
    var best = 0
    for i in logits.indices where logits[i] > logits[best] { best = i }
    return Int32(best)
  }
}
