import Files
import Numerics

/// Draws the next token from a model's logits: applies the temperature, keeps only the most likely tokens, then draws.
///
///     var generator = RandomGenerator(seed: 1)
///     try Sampler(temperature: 0.8, topK: 40).draw(logits, using: &generator)
///
/// The steps are in the order of Hugging Face's transformers: temperature, softmax, top-k, then top-p over what top-k
/// left. Probabilities are summed in double precision, from the most likely token down.
public struct Sampler: Sendable {
  /// The logits are divided by this: below 1, likely tokens become even more likely, and 0 always takes the most
  /// likely.
  public let temperature: Float
  /// If set, keep only this many of the most likely tokens.
  public let topK: Int?
  /// If set, keep only the most likely tokens that together reach this fraction of the probability that top-k left
  /// (Holtzman et al. 2020).
  public let topP: Float?

  /// Creates a sampler with the given settings; the default draws from the model's own distribution.
  ///
  /// - Parameters:
  ///   - temperature: a finite number of at least 0.
  ///   - topK: at least 1.
  ///   - topP: above 0 and at most 1.
  public init(temperature: Float = 1, topK: Int? = nil, topP: Float? = nil) {
    require(
      temperature >= 0 && temperature.isFinite, "Sampler: a temperature of \(temperature) is not a number from 0 up")
    require(topK ?? 1 >= 1, "Sampler: a top-k of \(topK ?? 1) keeps no token; it must be at least 1")
    require(
      topP.map { $0 > 0 && $0 <= 1 } ?? true, "Sampler: a top-p of \(topP ?? 1) is not above 0 and at most 1")
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
  /// Equally likely tokens are in order of their numbers. A logit of -infinity gives its token the probability 0.
  ///
  /// - Throws: `Problem` of kind `badData` if a logit is NaN or infinity, or if all are -infinity.
  public func choices(_ logits: [Float]) throws -> [Choice] {
    try logits.withUnsafeBufferPointer { logits in
      let best = try likeliest(logits)
      guard temperature > 0 else { return [Choice(token: Int32(best), probability: 1)] }
      var candidates = Candidates(count: logits.count)
      candidates.fill(logits, largest: logits[best], temperature: temperature)
      let kept = keep(among: &candidates)
      return (0..<kept.count).map { rank in
        let (token, probability) = candidates.ranked(rank)
        return Choice(token: token, probability: Float(Double(probability) / kept.total))
      }
    }
  }

  /// Draws one token. A token with a logit of -infinity is never drawn.
  ///
  /// - Throws: `Problem` of kind `badData` if a logit is NaN or infinity, or if all are -infinity.
  public func draw(_ logits: [Float], using generator: inout RandomGenerator) throws -> Int32 {
    var candidates = Candidates(count: logits.count)
    return try logits.withUnsafeBufferPointer { try draw($0, among: &candidates, using: &generator) }
  }

  /// Draws one token, using buffers that the caller keeps for the next draw.
  package func draw(
    _ logits: UnsafeBufferPointer<Float>, among candidates: inout Candidates, using generator: inout RandomGenerator
  ) throws -> Int32 {
    let best = try likeliest(logits)
    guard temperature > 0 else { return Int32(best) }
    candidates.fill(logits, largest: logits[best], temperature: temperature)
    let kept = keep(among: &candidates)
    guard kept.count > 1 else { return candidates.ranked(0).token }
    var rest = Double(generator.uniform()) * kept.total
    for rank in 0..<kept.count {
      let (token, probability) = candidates.ranked(rank)
      rest -= Double(probability)
      if rest < 0 { return token }
    }
    // Because of rounding, the probabilities can add up to slightly less than the total.
    return candidates.ranked(0).token
  }

  /// Returns how many of the first ranks top-k and then top-p keep, at least one, and their total probability.
  private func keep(among candidates: inout Candidates) -> (count: Int, total: Double) {
    let most = min(topK ?? candidates.count, candidates.count)
    // All tokens together need no ranking.
    let left = most == candidates.count ? candidates.total : candidates.total(ofRanks: most)
    guard let topP, topP < 1 else { return (most, left) }
    let enough = Double(topP) * left
    var count = 0
    var total = 0.0
    while count < most, total < enough {
      total += Double(candidates.ranked(count).probability)
      count += 1
    }
    return (count, total)
  }

  /// Returns the token with the highest logit, the first of equals.
  private func likeliest(_ logits: UnsafeBufferPointer<Float>) throws -> Int {
    var best = 0
    for i in logits.indices {
      // NaN is not below infinity either.
      guard logits[i] < .infinity else {
        throw Problem(
          .badData, "the model's numbers are not finite: token \(i) has the logit \(logits[i])",
          suggestion: "The model is damaged, or its training diverged: train it again.")
      }
      if logits[i] > logits[best] { best = i }
    }
    guard !logits.isEmpty, logits[best] > -.infinity else {
      throw Problem(.badData, "the model rules out all \(logits.count) tokens: each has the logit -infinity")
    }
    return best
  }
}
