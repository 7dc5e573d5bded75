import Corpora
import Tensors

extension MLP {
  /// Returns the mean loss of a batch of windows, each n tokens long: a window is a context, and the last of its
  /// targets is the token that follows it.
  ///
  /// In a batch of random windows from ``padded(_:)`` text, every token is equally likely to be a target, even the
  /// first:
  ///
  ///     let text = model.padded(tokens)
  ///     var batch = Batch(batchSize: 256, length: model.configuration.contextLength)
  ///     batch.fill(from: text[...], using: &generator)
  ///     model.loss(of: batch)
  public func loss(of batch: Batch) -> Tensor {
    let n = configuration.contextLength
    let targets = stride(from: n - 1, to: batch.targets.count, by: n).map { batch.targets[$0] }
    return loss(batch.inputs, targets: targets)
  }
}
