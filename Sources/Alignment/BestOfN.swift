import Files
import Numerics

/// Returns the index of the highest reward; of equal ones, the first. Best-of-n writes n answers and shows this one.
///
/// - Parameter rewards: at least one.
public func bestOfN(_ rewards: [Double]) -> Int {
  require(!rewards.isEmpty, "bestOfN: no rewards")
  return rewards.indices.dropFirst().reduce(0) { rewards[$1] > rewards[$0] ? $1 : $0 }
}

/// Returns log n - (n - 1) / n, the divergence in nats of the best of n answers from a single one, if no two answers have
/// the same reward (Stiennon et al. 2020, appendix G.3). With equal rewards it is less (Beirami et al. 2024).
///
///     bestOfNDivergence(1)     // 0
///     bestOfNDivergence(16)    // 1.835...
public func bestOfNDivergence(_ n: Int) -> Double {
  require(n >= 1, "bestOfNDivergence: the best of \(n)")
  return naturalLogarithm(Double(n)) - Double(n - 1) / Double(n)
}

/// Estimates the mean quality of the best of n answers from a larger sample, without bias: the mean over all sets of n of
/// the quality of the answer whose reward is the highest (Nakano et al. 2021, appendix I).
///
/// With the answers sorted by their rewards, answer i of N, counted from 1, is the best of a set with the probability
/// C(i - 1, n - 1) / C(N, n).
///
///     expectedBest(of: 2, rewards: [1, 2, 3])    // (2 + 3 + 3) / 3
///
/// - Parameters:
///   - rewards: what answers are chosen by, such as those of a reward model.
///   - qualities: what counts, such as the true rewards; nil if they are the same.
public func expectedBest(of n: Int, rewards: [Double], qualities: [Double]? = nil) -> Double {
  let qualities = qualities ?? rewards, count = rewards.count
  require((1...max(1, count)).contains(n) && qualities.count == count, "expectedBest: the best of \(n) of \(count)")
  let order = rewards.indices.sorted { (rewards[$0], $1) < (rewards[$1], $0) }
  // From the best down: the best of all is in a set with the probability n / N; each next one follows by a ratio.
  var probability = Double(n) / Double(count), total = 0.0
  for i in stride(from: count, through: n, by: -1) {
    total += probability * qualities[order[i - 1]]
    if i > 1 { probability *= Double(i - n) / Double(i - 1) }
  }
  return total
}
