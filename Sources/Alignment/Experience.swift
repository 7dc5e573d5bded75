import Tensors

/// An answer of a round, and what the updates of the round need to know about it.
struct Experience {
  /// The answer.
  let answer: Answer
  /// log p of each token under the policy that sampled it, and under the reference.
  let old, reference: [Float]
  /// The values of each token before the updates, and what they should have been; empty without a value head.
  let oldValues, returns: [Float]
  /// The advantage of each token.
  let advantages: [Float]
}

extension [Experience] {
  /// The batch of the answers.
  var batch: AnswerBatch { AnswerBatch(map(\.answer)) }

  /// Returns numbers per token as a matrix (B, A).
  func matrix(_ values: KeyPath<Experience, [Float]>, _ batch: AnswerBatch) -> Tensor {
    batch.matrix(map { $0[keyPath: values] })
  }

  /// The advantage of each answer whose tokens all have the same, (B).
  var answerAdvantages: Tensor { Tensor([count], map { $0.advantages[0] }) }
}
