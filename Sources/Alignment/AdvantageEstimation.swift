import Files

/// Estimates how much better each token of an answer was than what was expected before it (generalized advantage
/// estimation; Schulman et al. 2016, equation 16).
///
/// With delta(t) = r(t) + discount v(t + 1) - v(t), and v = 0 after the last token,
///
///     advantage(t) = delta(t) + discount lambda advantage(t + 1)
///
/// lambda = 1 trusts only the rewards, which are noisy; lambda = 0 trusts only the values, which may be wrong.
///
///     generalizedAdvantages(rewards: [0, 0, 1], values: [0.5, 0.5, 0.5], discount: 1, lambda: 1).advantages
///       // [0.5, 0.5, 0.5]
///
/// - Parameters:
///   - rewards: the reward after each token.
///   - values: v, the expected sum of the rewards from each token on, before the token was drawn.
/// - Returns: the advantages, and the returns, advantage + value, which values should learn to predict.
public func generalizedAdvantages(
  rewards: [Double], values: [Double], discount: Double = 1, lambda: Double
) -> (advantages: [Double], returns: [Double]) {
  require(rewards.count == values.count, "generalizedAdvantages: \(rewards.count) rewards and \(values.count) values")
  var advantages = [Double](repeating: 0, count: rewards.count), next = 0.0, nextValue = 0.0
  for t in rewards.indices.reversed() {
    next = rewards[t] + discount * nextValue - values[t] + discount * lambda * next
    (advantages[t], nextValue) = (next, values[t])
  }
  return (advantages, zip(advantages, values).map(+))
}

/// Returns numbers with mean 0 and standard deviation 1: each minus the mean, divided by the standard deviation, to which
/// a little is added in case all are equal.
public func standardized(_ values: [Double], epsilon: Double = 1e-8) -> [Double] {
  guard !values.isEmpty else { return [] }
  let mean = values.reduce(0, +) / Double(values.count)
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  return values.map { ($0 - mean) / (variance.squareRoot() + epsilon) }
}
