/// How an n-gram model assigns probability to n-grams that it never saw.
///
/// With c the counts after a context h, n their sum, T the number of distinct tokens seen after h, V the number of ids
/// that can follow, and p' the model with one less token of context:
///
///     maximumLikelihood   c / n                                      nothing is left for unseen tokens
///     addK                (c + k) / (n + k V)                        all unseen tokens get the same
///     wittenBell          (c + T p') / (n + T)                       a context with many continuations leaves more
///     kneserNey           (c - D(c) + (D1 n1 + D2 n2 + D3 n3) p') / n    n1, n2, n3: tokens seen once, twice, more
///     stupidBackoff       c / n, or 0.4 times the score with one less token of context: a score, not a probability
///
/// Below single tokens, p' is 1 / V. Maximum likelihood replaces a context that was never seen with a shorter one,
/// since it has no counts to divide; add-k gives all tokens the same probability there.
///
/// - Witten-Bell: Witten and Bell 1991, method C, as interpolated by Chen and Goodman 1998, section 2.6.
/// - Modified Kneser-Ney: Chen and Goodman 1998, section 3. Below the highest order, the counts are the numbers of
///   distinct tokens before each n-gram; see ``NGramDiscounts`` for D.
/// - Stupid backoff: Brants et al. 2007, section 4.
public enum NGramSmoothing: Equatable, Sendable {
  case maximumLikelihood
  case addK(Double)
  case wittenBell
  case kneserNey
  case stupidBackoff

  /// The allowed values of k in add-k smoothing; with far larger ones, sums would no longer be finite.
  public static let ks = Double.leastNormalMagnitude...1e9
}

/// The discounts of modified Kneser-Ney for counts of 1, 2, and 3 or more, for n-grams of one length.
public struct NGramDiscounts: Equatable, Codable, Sendable {
  /// D1, the discount of a count of 1.
  public let one: Double
  /// D2, the discount of a count of 2.
  public let two: Double
  /// D3+, the discount of larger counts.
  public let more: Double
  /// Whether the counts allow no usable estimate, so 0.5, 1 and 1.5 are used instead.
  public let isFallback: Bool

  /// Estimates the discounts from counts; zeros are ignored. With n_i n-grams of count i (Chen and Goodman 1998,
  /// equation 26),
  ///
  ///     Y = n1 / (n1 + 2 n2)      D_i = i - (i + 1) Y n_(i+1) / n_i
  ///
  /// In a small or artificial text some n_i may be 0, or a D_i outside 0...i; then fixed discounts are used, as in
  /// KenLM.
  init(counts: ArraySlice<UInt32>) {
    var n = [0.0, 0, 0, 0, 0]
    for count in counts where count < 5 { n[Int(count)] += 1 }
    let y = n[1] / (n[1] + 2 * n[2])
    let d = (1...3).map { i in Double(i) - Double(i + 1) * y * n[i + 1] / n[i] }
    isFallback = !(1...3).allSatisfy { n[$0] > 0 && d[$0 - 1] >= 0 && d[$0 - 1] <= Double($0) }
    (one, two, more) = isFallback ? (0.5, 1, 1.5) : (d[0], d[1], d[2])
  }

  /// Returns D for a count.
  func callAsFunction(_ count: UInt32) -> Double {
    switch count {
    case 0: 0
    case 1: one
    case 2: two
    default: more
    }
  }
}

/// The totals of the counts after one context.
struct NGramTotals {
  var sum = 0.0
  /// The number of distinct tokens with a count of 1, 2, and more.
  var one = 0.0, two = 0.0, more = 0.0

  mutating func add(_ count: UInt32) {
    sum += Double(count)
    switch count {
    case 0: break
    case 1: one += 1
    case 2: two += 1
    default: more += 1
    }
  }

  var types: Double { one + two + more }
}

extension NGramSmoothing {
  /// The factor of Brants et al. 2007.
  static let stupidFactor: Float = 0.4

  /// Returns the part of a token's probability after a context that does not depend on the shorter context.
  func share(_ count: UInt32, _ totals: NGramTotals, _ discounts: NGramDiscounts?, V: Double) -> Double {
    let c = Double(count)
    switch self {
    case .maximumLikelihood, .stupidBackoff: return c / totals.sum
    case .addK(let k): return (c + k) / (totals.sum + k * V)
    case .wittenBell: return c / (totals.sum + totals.types)
    case .kneserNey: return (c - (discounts?(count) ?? 0)) / totals.sum
    }
  }

  /// Returns the backoff weight of a context: the factor of the shorter context's probabilities; for add-k, the
  /// probability of each unseen token.
  func backoffWeight(_ totals: NGramTotals, _ discounts: NGramDiscounts?, V: Double) -> Double {
    switch self {
    case .maximumLikelihood: return 0
    case .stupidBackoff: return Double(Self.stupidFactor)
    case .addK(let k): return k / (totals.sum + k * V)
    case .wittenBell: return totals.types / (totals.sum + totals.types)
    case .kneserNey:
      guard let discounts else { return 0 }
      return (discounts.one * totals.one + discounts.two * totals.two + discounts.more * totals.more) / totals.sum
    }
  }

  /// Whether seen tokens also get their share of the backoff weight.
  var isInterpolated: Bool { self == .wittenBell || self == .kneserNey }

  /// How the model uses the backoff weights.
  var backoff: NGramModel.Backoff {
    switch self {
    case .addK: .equalParts
    case .stupidBackoff: .score
    default: .shorterContext
    }
  }
}
