import Files
import Numerics

/// Returns the answers that rejection sampling accepts: each with the probability e^((r - r_max) / beta), where r_max is
/// the highest reward of its group (Liu et al. 2024, algorithm 1).
///
/// What is accepted is drawn, up to the finite group, from the best policy at this beta: the reference's distribution
/// times e^(r / beta). The best answer is always accepted. A small beta accepts little else; a large one accepts nearly
/// everything. Fine-tuning on the accepted answers then moves the policy itself.
///
///     let kept = rejectionSample(rewards: rewards, groupSize: 8, beta: 0.5, using: &generator)
///     let batch = Batch(kept.map { answers[$0].marked })     // for GPT.loss
///
/// - Parameters:
///   - rewards: those of the answers to the first prompt, then to the second, and so on.
///   - groupSize: the number of answers to each prompt.
///   - beta: above 0.
/// - Returns: the indices of the accepted answers, in order.
public func rejectionSample(
  rewards: [Double], groupSize: Int, beta: Double, using generator: inout RandomGenerator
) -> [Int] {
  require(groupSize >= 1 && rewards.count % groupSize == 0, "\(rewards.count) rewards in groups of \(groupSize)")
  require(beta > 0, "rejectionSample: a beta of \(beta)")
  return rewards.indices.filter { i in
    let group = rewards[i / groupSize * groupSize..<(i / groupSize + 1) * groupSize]
    // Every answer draws a number, so which numbers the others get does not depend on it.
    return Double(generator.uniform()) < exponential((rewards[i] - (group.max() ?? 0)) / beta)
  }
}

/// Returns the index of the best answer of each group: what reward-ranked fine-tuning learns from (Dong et al. 2023).
public func bestOfEachGroup(rewards: [Double], groupSize: Int) -> [Int] {
  require(groupSize >= 1 && rewards.count % groupSize == 0, "\(rewards.count) rewards in groups of \(groupSize)")
  return stride(from: 0, to: rewards.count, by: groupSize).map {
    $0 + bestOfN(Array(rewards[$0..<$0 + groupSize]))
  }
}
