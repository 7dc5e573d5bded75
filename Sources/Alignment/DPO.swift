import Files
import Layers
import Tensors
import Transformers

/// The mean of -log sigmoid(beta ((p(chosen) - q(chosen)) - (p(rejected) - q(rejected)))), the loss of direct preference
/// optimization (Rafailov et al. 2023, equation 7), where p and q are the logarithms of an answer's probability under the
/// policy and under the reference.
///
/// The policy that maximizes a reward minus beta times the divergence from the reference has the reward
/// beta (log p - log q), up to a term that depends on the prompt alone. So the loss is that of Bradley and Terry with the
/// policy as its own reward model; no answers are sampled.
///
/// - Parameters:
///   - chosen: log p and log q of the preferred answers, (B) each.
///   - rejected: those of the other answers, (B) each.
///   - beta: how much the reference holds the policy back, above 0.
///   - mistaken: the share of pairs that are taken to be in the wrong order, from 0 to 1/2. With more than 0, the loss is
///     lowest at a finite margin, so mistakes are not learned by heart (Mitchell 2023, "conservative DPO").
public func dpoLoss(
  chosen: (policy: Tensor, reference: Tensor), rejected: (policy: Tensor, reference: Tensor), beta: Float,
  mistaken: Float = 0
) -> Tensor {
  require(0...0.5 ~= mistaken, "dpoLoss: a share of \(mistaken) mistaken pairs")
  let better = (chosen.policy - chosen.reference) * beta, worse = (rejected.policy - rejected.reference) * beta
  let loss = bradleyTerryLoss(chosen: better, rejected: worse)
  guard mistaken > 0 else { return loss }
  return (1 - mistaken) * loss + mistaken * bradleyTerryLoss(chosen: worse, rejected: better)
}

extension GPT {
  /// Returns the DPO loss of pairs, with this model as the policy.
  ///
  ///     let reference = model.copy()
  ///     let step = try trainer.step([pairs]) { pairs, pass in
  ///       model.dpoLoss(pairs, reference: reference, beta: 0.1, &pass)
  ///     }
  ///
  /// - Parameter pairs: at least one.
  public func dpoLoss(
    _ pairs: [Preference], reference: GPT, beta: Float, mistaken: Float = 0, _ pass: inout ForwardPass
  ) -> Tensor {
    let batch = AnswerBatch(pairs.map(\.chosen) + pairs.map(\.rejected)), count = pairs.count
    let p = logProbabilities(of: batch, &pass).sum(axis: 1), q = reference.logProbabilities(of: batch).sum(axis: 1)
    func part(_ range: Range<Int>) -> (policy: Tensor, reference: Tensor) {
      (p.slice(axis: 0, range), q.slice(axis: 0, range))
    }
    return Alignment.dpoLoss(chosen: part(0..<count), rejected: part(count..<2 * count), beta: beta, mistaken: mistaken)
  }

  /// Returns a frozen model of the same numbers, the reference of a policy that is about to change. A policy with adapters
  /// has none: they must be merged or removed first.
  public func copy() -> GPT {
    require(!isAdapted, "GPT: merge or remove the adapters before copying")
    let copy = GPT(configuration)
    for (mine, other) in zip(parameters, copy.parameters) { other.data.update(from: mine.data, count: mine.count) }
    copy.setTrainable(false)
    return copy
  }
}
