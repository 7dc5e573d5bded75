import Layers
import Tensors
import Transformers

extension GPT {
  /// Returns the states that predict the tokens of answers: -> (B A, C).
  func states(predicting batch: AnswerBatch, _ pass: inout ForwardPass) -> Tensor {
    states(batch.rows.ids, batchSize: batch.answers.count, &pass).rows(batch.places)
  }

  /// Returns the logarithms of the probabilities of all tokens at each place of an answer: -> (B A, V).
  func distributions(_ batch: AnswerBatch, _ pass: inout ForwardPass) -> Tensor {
    logits(ofStates: states(predicting: batch, &pass)).logSoftmax()
  }

  /// Returns log p(token | everything before it) for each token of the answers: -> (B, A), with zeros where an answer is
  /// filled up.
  ///
  ///     let batch = AnswerBatch([Answer(prompt: [3, 1], tokens: [4, 1, 5]), Answer(prompt: [3, 1], tokens: [9])])
  ///     model.logProbabilities(of: batch, &pass).shape              // (2, 3)
  ///     model.logProbabilities(of: batch, &pass).sum(axis: 1)       // of whole answers, (2)
  ///
  /// The model's own distribution counts, at temperature 1. The output layer is applied only where an answer is.
  public func logProbabilities(of batch: AnswerBatch, _ pass: inout ForwardPass) -> Tensor {
    batch.logProbabilities(in: distributions(batch, &pass))
  }

  /// Returns the same without dropout and without recording anything.
  public func logProbabilities(of batch: AnswerBatch) -> Tensor {
    withoutGradients {
      var pass = ForwardPass.evaluation
      return logProbabilities(of: batch, &pass)
    }
  }
}

extension AnswerBatch {
  /// Picks those of the answers' tokens: (B A, V) -> (B, A).
  func logProbabilities(in distributions: Tensor) -> Tensor {
    distributions.gather(axis: 1, targets).reshaped(to: mask.shape) * mask
  }
}
