import Foundation

/// Pearson's chi-squared test: whether counts could be those of draws from a distribution.
public struct ChiSquared: CustomStringConvertible {
  /// The sum of (count - expected)^2 / expected.
  public let statistic: Double
  /// The number of outcomes that were compared, less one.
  public let degreesOfFreedom: Int
  /// Whether an impossible outcome occurred.
  public let hasImpossible: Bool

  /// Compares counts with the probabilities of the outcomes. Rare ones, with fewer than eight expected, are taken
  /// together.
  public init(_ counts: [Int], expected probabilities: [Double]) {
    precondition(counts.count == probabilities.count)
    let draws = Double(counts.reduce(0, +))
    var rare = (count: 0.0, expected: 0.0), sum = 0.0, outcomes = 0, impossible = false
    func add(_ count: Double, _ expected: Double) {
      sum += (count - expected) * (count - expected) / expected
      outcomes += 1
    }
    for (count, probability) in zip(counts, probabilities) {
      if probability == 0 {
        impossible = impossible || count > 0
      } else if probability * draws < 8 {
        rare.count += Double(count)
        rare.expected += probability * draws
      } else {
        add(Double(count), probability * draws)
      }
    }
    if rare.expected >= 1 { add(rare.count, rare.expected) }
    (statistic, degreesOfFreedom, hasImpossible) = (sum, outcomes - 1, impossible)
  }

  /// Whether the statistic is below what one test in a hundred thousand exceeds by chance (Wilson and Hilferty 1931).
  public var isPassed: Bool {
    guard !hasImpossible else { return false }
    let n = Double(max(1, degreesOfFreedom)), z = 4.265
    return statistic < n * pow(1 - 2 / (9 * n) + z * (2 / (9 * n)).squareRoot(), 3)
  }

  /// The statistic and its degrees of freedom.
  public var description: String { "chi-squared \(statistic) with \(degreesOfFreedom) degrees of freedom" }
}
