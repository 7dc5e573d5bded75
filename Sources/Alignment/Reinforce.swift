import Files
import Tensors

/// The loss of REINFORCE (Williams 1992, section 2): the mean over answers of -advantage times log p(answer).
///
/// Its gradient is that of the expected reward, up to sign: answers better than the baseline become more likely.
///
/// - Parameters:
///   - logProbabilities: log p of each token, (B, A); 0 where an answer is filled up.
///   - advantages: by how much each answer is better than expected, (B); no gradient passes through them.
public func reinforceLoss(logProbabilities: Tensor, advantages: Tensor) -> Tensor {
  -(logProbabilities.sum(axis: 1) * advantages.detached()).mean()
}

/// Returns each reward minus the mean reward of the other answers to the same prompt: REINFORCE's advantages with a
/// baseline that leaves one out (Kool et al. 2019; Ahmadian et al. 2024, equation 8).
///
/// The baseline of an answer does not depend on it, so the gradient's mean stays what it is, but its variance falls.
///
///     leaveOneOutAdvantages([1, 2, 6], groupSize: 3)   // [-3, -1.5, 4.5]
///
/// - Parameters:
///   - rewards: those of the answers to the first prompt, then to the second, and so on.
///   - groupSize: the number of answers to each prompt. With only one there is no baseline.
public func leaveOneOutAdvantages(_ rewards: [Double], groupSize: Int) -> [Double] {
  require(groupSize >= 1 && rewards.count % groupSize == 0, "\(rewards.count) rewards in groups of \(groupSize)")
  guard groupSize > 1 else { return rewards }
  return rewards.indices.map { i in
    let group = rewards[i / groupSize * groupSize..<(i / groupSize + 1) * groupSize]
    return rewards[i] - (group.reduce(0, +) - rewards[i]) / Double(groupSize - 1)
  }
}
