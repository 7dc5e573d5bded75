import Tensors

/// The clipped loss of proximal policy optimization (Schulman et al. 2017, equation 7), as a mean over all tokens:
///
///     -min(ratio advantage, clip(ratio, 1 - epsilon, 1 + epsilon) advantage),   ratio = p(token) / p_old(token)
///
/// Several updates use the same answers, which an older policy sampled. Once a token's probability has moved by more than
/// epsilon in the direction that its advantage asks for, nothing is gained by moving it further, and its gradient is 0.
///
/// - Parameters:
///   - logProbabilities: log p of each token, (B, A).
///   - old: log p under the policy that sampled the answers, (B, A).
///   - advantages: (B, A); see ``generalizedAdvantages(rewards:values:discount:lambda:)``.
///   - mask: (B, A), 1 for tokens and 0 for what fills up answers.
///   - clip: epsilon.
public func ppoLoss(
  logProbabilities: Tensor, old: Tensor, advantages: Tensor, mask: Tensor, clip: Float
) -> Tensor {
  meanOverTokens(-clippedGain(logProbabilities, old: old, advantages: advantages, clip: clip), mask)
}

/// min(ratio advantage, clip(ratio) advantage), (B, A).
func clippedGain(_ logProbabilities: Tensor, old: Tensor, advantages: Tensor, clip: Float) -> Tensor {
  let ratio = (logProbabilities - old.detached()).exp(), advantages = advantages.detached()
  return minimum(ratio * advantages, ratio.clamped(to: 1 - clip...1 + clip) * advantages)
}

/// The loss of the values that PPO compares rewards with, as a mean over all tokens:
///
///     max((v - return)^2, (clip(v, v_old - epsilon, v_old + epsilon) - return)^2) / 2
///
/// As with the policy, an update gains nothing by moving a value further than epsilon (Schulman et al., in the program
/// that came with the paper).
///
/// - Parameters:
///   - values: v, (B, A).
///   - old: the values before the updates, (B, A).
///   - returns: what they should have been, (B, A).
public func ppoValueLoss(values: Tensor, old: Tensor, returns: Tensor, mask: Tensor, clip: Float) -> Tensor {
  let old = old.detached(), returns = returns.detached()
  let clipped = old + (values - old).clamped(to: -clip...clip)
  let errors = [values, clipped].map { ($0 - returns) * ($0 - returns) }
  return meanOverTokens(maximum(errors[0], errors[1]) * 0.5, mask)
}

/// The mean of the elements of (B, A) that belong to tokens.
func meanOverTokens(_ x: Tensor, _ mask: Tensor) -> Tensor {
  (x * mask).sum() / max(1, mask.elements.reduce(0, +))
}
