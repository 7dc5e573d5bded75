import Files
import Numerics

/// How often a drafter guessed right.
public struct DraftCounts: Equatable, Sendable {
  /// The number of tokens that the drafter proposed.
  public internal(set) var proposed = 0
  /// The number of those that were kept.
  public internal(set) var accepted = 0
  /// The number of passes over the target model's weights.
  public internal(set) var passes = 0

  /// Creates counts of nothing.
  public init() {}

  /// The fraction of the proposed tokens that were kept; 0 if there were none.
  public var acceptanceRate: Double { Double(accepted) / Double(max(1, proposed)) }

  /// Adds the counts of another text.
  public static func += (sum: inout DraftCounts, next: DraftCounts) {
    sum.proposed += next.proposed
    sum.accepted += next.accepted
    sum.passes += next.passes
  }
}

/// Speculative decoding (Leviathan et al. 2023, algorithm 1): a fast drafter proposes a few tokens, and the target model
/// reads all of them in one pass, which takes little longer than reading one.
///
/// With q the drafter's distribution and p the target's, both after the sampler's steps, a proposed token x is accepted
/// with the probability min(1, p(x) / q(x)). The first token that is not is replaced by one drawn from max(0, p - q),
/// scaled to add up to 1. In this way each token has exactly the distribution p: x is proposed and accepted with
/// min(q(x), p(x)), and the replacement adds what is missing, max(0, p(x) - q(x)).
struct SpeculativeDecoder {
  private let sampler: Sampler
  private let target, drafter: any TextReader
  private let draftTokens: Int
  private var candidates: Candidates
  /// The distinct tokens of the text so far.
  private var seen: TokenSet
  /// The last token, which the target has not read yet.
  private var last: Int32
  /// The last tokens that the drafter has not read yet.
  private var unread: [Int32]
  private var counts = DraftCounts()

  /// Reads the prompt and draws the first token, without the drafter.
  init(
    target: any TextReader, drafter: any TextReader, draftTokens: Int, after prompt: [Int32], _ sampler: Sampler,
    using generator: inout RandomGenerator
  ) throws {
    let logits = target.begin(prompt), other = drafter.begin(prompt), V = logits.count
    require(
      other.count == V, "generate: the drafter has \(other.count) tokens in its vocabulary, and the model has \(V)")
    let first = try sampler.draw(logits, after: prompt, using: &generator)
    (self.sampler, self.target, self.drafter, self.draftTokens) = (sampler, target, drafter, draftTokens)
    candidates = Candidates(count: V)
    seen = TokenSet(prompt + [first], vocabularySize: V)
    (last, unread) = (first, [first])
  }

  /// Writes `count` tokens, and returns how many of them the drafter guessed.
  mutating func run(
    _ count: Int, using generator: inout RandomGenerator, emit: (Int32) throws -> Void
  ) throws -> DraftCounts {
    counts = DraftCounts()
    counts.passes = 1
    do {
      try emit(last)
      var written = 1
      while written < count {
        // One token more than the drafts is drawn in each round. The target reads as many as it can take back.
        let limit = max(0, min(draftTokens, count - written - 1, target.room - 1))
        let drafts = try draft(limit, using: &generator)
        for token in try verified(drafts, using: &generator) {
          try emit(token)
          written += 1
        }
      }
    } catch is EndOfText {}
    return counts
  }

  /// Lets the drafter propose some tokens, and returns them with the distributions q from which they were drawn.
  private mutating func draft(_ count: Int, using generator: inout RandomGenerator) throws -> [Draft] {
    guard count > 0 else { return [] }
    let known = seen.tokens.count
    defer { seen.truncate(to: known) }
    var logits = drafter.append(unread), drafts: [Draft] = []
    unread = []
    while true {
      let q = try distribution(logits, row: logits.count / candidates.count - 1)
      let token = drawnToken(q, at: generator.fineUniform())
      drafts.append(Draft(token: token, q: q))
      if drafts.count == count { return drafts }
      seen.insert(token)
      logits = drafter.append([token])
    }
  }

  private struct Draft {
    let token: Int32
    let q: [Double]
  }

  /// Returns the drafts up to the first that is not accepted, and one more token of the target's.
  private mutating func verified(_ drafts: [Draft], using generator: inout RandomGenerator) throws -> [Int32] {
    let logits = target.append([last] + drafts.map(\.token))
    var accepted = 0
    var p = try distribution(logits, row: 0)
    while accepted < drafts.count,
      isAccepted(drafts[accepted].token, p, drafts[accepted].q, at: generator.fineUniform())
    {
      seen.insert(drafts[accepted].token)
      accepted += 1
      p = try distribution(logits, row: accepted)
    }
    // If all are accepted, the target's last logits give one more token.
    let weights = accepted < drafts.count ? replacements(p, drafts[accepted].q) : p
    last = drawnToken(weights, at: generator.fineUniform())
    seen.insert(last)
    counts.passes += 1
    counts.proposed += drafts.count
    counts.accepted += accepted
    // Both models forget what was not accepted. The drafter has not read its own last token.
    target.removeLast(drafts.count - accepted)
    if accepted < drafts.count {
      drafter.removeLast(drafts.count - 1 - accepted)
    } else {
      unread += drafts.suffix(1).map(\.token)
    }
    unread.append(last)
    return drafts.prefix(accepted).map(\.token) + [last]
  }

  /// Returns the distribution that a row of logits gives after the text and the drafts so far.
  private mutating func distribution(_ logits: [Float], row: Int) throws -> [Double] {
    let V = candidates.count
    var probabilities = [Double](repeating: 0, count: V)
    try logits.withUnsafeBufferPointer {
      let row = UnsafeBufferPointer(rebasing: $0[row * V..<(row + 1) * V])
      try sampler.fillProbabilities(row, after: seen, among: &candidates, into: &probabilities)
    }
    return probabilities
  }
}

/// Whether a token that was drawn from q is kept: with the probability min(1, p / q).
func isAccepted(_ token: Int32, _ p: [Double], _ q: [Double], at random: Double) -> Bool {
  random * q[Int(token)] < p[Int(token)]
}

/// Returns what p has more than q, for the draw that replaces a token; its sum can be any number above 0.
func replacements(_ p: [Double], _ q: [Double]) -> [Double] {
  let excess = zip(p, q).map { max(0, $0 - $1) }
  // Two equal distributions reject nothing, except for rounding.
  return excess.contains { $0 > 0 } ? excess : p
}

/// Returns the token at which the running sum of the weights exceeds a random number from 0 to below 1 times their sum.
func drawnToken(_ weights: [Double], at random: Double) -> Int32 {
  var rest = random * weights.reduce(0, +)
  for (token, weight) in weights.enumerated() {
    rest -= weight
    if rest < 0 { return Int32(token) }
  }
  // Because of rounding, the running sum can stay slightly below.
  return Int32(weights.lastIndex { $0 > 0 } ?? 0)
}
