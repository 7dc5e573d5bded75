import Files
import Tensors

/// Returns the advantages of group relative policy optimization (Shao et al. 2024, section 4.1.2): each reward minus the
/// mean of its group, divided by the group's standard deviation. The group takes the place of a value head.
///
///     groupAdvantages([1, 3, 5, 5], groupSize: 2)   // [-0.99..., 0.99..., 0, 0]
///
/// - Parameters:
///   - rewards: those of the answers to the first prompt, then to the second, and so on.
///   - groupSize: the number of answers to each prompt. With only one, all advantages are 0.
public func groupAdvantages(_ rewards: [Double], groupSize: Int) -> [Double] {
  require(groupSize >= 1 && rewards.count % groupSize == 0, "\(rewards.count) rewards in groups of \(groupSize)")
  return stride(from: 0, to: rewards.count, by: groupSize).flatMap {
    standardized(Array(rewards[$0..<$0 + groupSize]), epsilon: 1e-4)
  }
}

/// The loss of GRPO (Shao et al. 2024, equations 3 and 4): PPO's clipped gain with one advantage for a whole answer, minus
/// beta times an estimate of the divergence from the reference; first the mean over the tokens of an answer, then over
/// answers.
///
/// The estimate is e^(q - p) - (q - p) - 1 with p and q the logarithms of the token's probability under the policy and the
/// reference. It is never negative, and its mean over tokens that the policy draws is the exact divergence.
///
/// - Parameters:
///   - logProbabilities: p, (B, A).
///   - old: p under the policy that sampled the answers, (B, A).
///   - reference: q, (B, A).
///   - advantages: one per answer, (B).
///   - mask: (B, A), 1 for tokens and 0 for what fills up answers.
public func grpoLoss(
  logProbabilities: Tensor, old: Tensor, reference: Tensor, advantages: Tensor, mask: Tensor, clip: Float, beta: Float
) -> Tensor {
  let gain = clippedGain(
    logProbabilities, old: old, advantages: advantages.reshaped(to: [advantages.count, 1]), clip: clip)
  let difference = reference.detached() - logProbabilities
  let divergence = difference.exp() - difference - 1
  let loss = ((divergence * beta - gain) * mask).sum(axis: 1) / mask.sum(axis: 1)
  return loss.mean()
}
