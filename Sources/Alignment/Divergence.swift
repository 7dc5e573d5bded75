import Layers
import Tensors
import Transformers

extension GPT {
  /// Returns the divergence from a reference at each token of answers, KL(p || q) in nats over all tokens that could have
  /// followed: sum over v of p(v) (log p(v) - log q(v)).
  ///
  /// Summed over the tokens of an answer and averaged over answers that this model has sampled, it estimates the
  /// divergence of whole answers without bias, and with less noise than log p - log q of the sampled tokens, since nothing
  /// but the prefixes is sampled.
  ///
  /// - Returns: the divergences of each answer's tokens, at least 0 up to rounding.
  public func divergences(from reference: GPT, over answers: [Answer]) -> [[Float]] {
    withoutGradients {
      inChunks(answers) { chunk in
        let batch = AnswerBatch(chunk)
        var pass = ForwardPass.evaluation
        return batch.divergences(distributions(batch, &pass), from: reference.distributions(batch, &pass))
      }
    }
  }

  /// Returns the mean divergence of an answer from a reference, in nats per answer, over answers that this model has
  /// sampled.
  public func divergence(from reference: GPT, over answers: [Answer]) -> Double {
    mean(divergences(from: reference, over: answers).map { $0.reduce(0) { $0 + Double($1) } })
  }
}

extension AnswerBatch {
  /// From two distributions at each token, (B A, V), to the divergences of each answer's tokens.
  func divergences(_ p: Tensor, from q: Tensor) -> [[Float]] {
    perToken((p.exp() * (p - q)).sum(axis: -1).reshaped(to: mask.shape))
  }
}

/// The mean of some numbers; 0 if there are none.
func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
