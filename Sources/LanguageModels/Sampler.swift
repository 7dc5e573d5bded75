import Files
import Numerics

/// Draws the next token from a model's logits: applies the temperature, keeps only the most likely tokens, then draws.
///
///     var generator = RandomGenerator(seed: 1)
///     try Sampler(temperature: 0.8, topK: 40).draw(logits, using: &generator)
///
/// The steps are in the order of Hugging Face's transformers (`_get_logits_processor` in `generation/utils.py`): the
/// repetition penalty on the logits, temperature, softmax, top-k, top-p over what top-k left, and min-p.
/// Probabilities are summed in double precision, from the most likely token down.
public struct Sampler: Equatable, Sendable {
  /// The logits are divided by this: below 1, likely tokens become even more likely, and 0 always takes the most
  /// likely.
  public var temperature: Float { didSet { check() } }
  /// If set, keep only this many of the most likely tokens.
  public var topK: Int? { didSet { check() } }
  /// If set, keep only the most likely tokens that together reach this fraction of the probability that top-k left
  /// (Holtzman et al. 2020).
  public var topP: Float? { didSet { check() } }
  /// If set, keep only tokens that are at least this fraction as likely as the most likely one (Nguyen et al. 2024).
  public var minP: Float? { didSet { check() } }
  /// The logits of tokens that the text already has are divided by this if they are positive, and multiplied by it
  /// otherwise, so a number above 1 makes repetitions less likely (Keskar et al. 2019, section 4.1).
  public var repetitionPenalty: Float { didSet { check() } }

  /// Creates a sampler with the given settings; the default draws from the model's own distribution.
  ///
  /// - Parameters:
  ///   - temperature: a finite number of at least 0.
  ///   - topK: at least 1.
  ///   - topP: above 0 and at most 1.
  ///   - minP: from 0 to 1.
  ///   - repetitionPenalty: a finite number above 0; 1 changes nothing.
  public init(
    temperature: Float = 1, topK: Int? = nil, topP: Float? = nil, minP: Float? = nil, repetitionPenalty: Float = 1
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    check()
  }

  private func check() {
    require(
      temperature >= 0 && temperature.isFinite, "Sampler: a temperature of \(temperature) is not a number from 0 up")
    require(topK ?? 1 >= 1, "Sampler: a top-k of \(topK ?? 1) keeps no token; it must be at least 1")
    require(
      topP.map { $0 > 0 && $0 <= 1 } ?? true, "Sampler: a top-p of \(topP ?? 1) is not above 0 and at most 1")
    require(minP.map { $0 >= 0 && $0 <= 1 } ?? true, "Sampler: a min-p of \(minP ?? 0) is not from 0 to 1")
    require(
      repetitionPenalty > 0 && repetitionPenalty.isFinite,
      "Sampler: a repetition penalty of \(repetitionPenalty) is not a number above 0")
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

  /// Whether a draw depends only on the model's probabilities and the temperature.
  package var keepsAllTokens: Bool { topK == nil && topP == nil && minP == nil && repetitionPenalty == 1 }

  /// Returns the tokens that a draw chooses from, the most likely first, with probabilities that add up to 1.
  ///
  /// Equally likely tokens are in order of their numbers. A logit of -infinity gives its token the probability 0.
  ///
  /// - Parameter text: the tokens so far, to which a repetition penalty applies.
  /// - Throws: `Problem` of kind `badData` if a logit is NaN or infinity, or if all are -infinity.
  public func choices(_ logits: [Float], after text: [Int32] = []) throws -> [Choice] {
    var candidates = Candidates(count: logits.count)
    let kept = try logits.withUnsafeBufferPointer {
      try rank($0, after: TokenSet(text, vocabularySize: logits.count), among: &candidates)
    }
    guard temperature > 0 else { return [Choice(token: Int32(kept.best), probability: 1)] }
    return (0..<kept.count).map { rank in
      let (token, probability) = candidates.ranked(rank)
      return Choice(token: token, probability: Float(Double(probability) / kept.total))
    }
  }

  /// Draws one token. A token with a logit of -infinity is never drawn.
  ///
  /// - Parameter text: the tokens so far, to which a repetition penalty applies.
  /// - Throws: `Problem` of kind `badData` if a logit is NaN or infinity, or if all are -infinity.
  public func draw(
    _ logits: [Float], after text: [Int32] = [], using generator: inout RandomGenerator
  ) throws -> Int32 {
    var candidates = Candidates(count: logits.count)
    let seen = TokenSet(text, vocabularySize: logits.count)
    return try logits.withUnsafeBufferPointer { try draw($0, after: seen, among: &candidates, using: &generator) }
  }

  /// Draws one token, using buffers that the caller keeps for the next draw.
  package func draw(
    _ logits: UnsafeBufferPointer<Float>, after seen: TokenSet, among candidates: inout Candidates,
    using generator: inout RandomGenerator
  ) throws -> Int32 {
    let kept = try rank(logits, after: seen, among: &candidates)
    guard temperature > 0 else { return Int32(kept.best) }
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

  /// Writes the probability with which a draw chooses each token.
  package func fillProbabilities(
    _ logits: UnsafeBufferPointer<Float>, after seen: TokenSet, among candidates: inout Candidates,
    into probabilities: inout [Double]
  ) throws {
    let kept = try rank(logits, after: seen, among: &candidates)
    if temperature > 0, kept.count == candidates.count {
      for (token, value) in candidates.values.enumerated() { probabilities[token] = Double(value) / kept.total }
      return
    }
    for token in probabilities.indices { probabilities[token] = 0 }
    guard temperature > 0 else {
      probabilities[kept.best] = 1
      return
    }
    for rank in 0..<kept.count {
      let (token, probability) = candidates.ranked(rank)
      probabilities[Int(token)] = Double(probability) / kept.total
    }
  }

  // MARK: The steps

  /// Applies all steps to the logits, and ranks the tokens.
  ///
  /// - Returns: the most likely token, how many of the first ranks are kept, at least one, and their total probability.
  ///   At temperature 0, only the most likely token is known.
  private func rank(
    _ logits: UnsafeBufferPointer<Float>, after seen: TokenSet, among candidates: inout Candidates
  ) throws -> (best: Int, count: Int, total: Double) {
    let best = try candidates.load(logits, penalty: repetitionPenalty, on: seen)
    guard temperature > 0 else { return (best, 1, 1) }
    candidates.becomeProbabilities(best: best, temperature: temperature)
    let kept = keep(among: &candidates)
    return (best, kept.count, kept.total)
  }

  /// Returns how many of the first ranks top-k, top-p and min-p keep one after the other, at least one, and their total
  /// probability.
  private func keep(among candidates: inout Candidates) -> (count: Int, total: Double) {
    let kept = keepByTopKAndTopP(among: &candidates)
    guard let minP, minP > 0 else { return kept }
    let least = minP * candidates.ranked(0).value
    var count = 0
    var total = 0.0
    while count < kept.count, candidates.ranked(count).value >= least {
      total += Double(candidates.ranked(count).value)
      count += 1
    }
    return (count, total)
  }

  private func keepByTopKAndTopP(among candidates: inout Candidates) -> (count: Int, total: Double) {
    let most = min(topK ?? candidates.count, candidates.count)
    // All tokens together need no ranking.
    let left = most == candidates.count ? candidates.total : candidates.total(ofRanks: most)
    guard let topP, topP < 1 else { return (most, left) }
    let enough = Double(topP) * left
    var count = 0
    var total = 0.0
    while count < most, total < enough {
      total += Double(candidates.ranked(count).value)
      count += 1
    }
    return (count, total)
  }
}
