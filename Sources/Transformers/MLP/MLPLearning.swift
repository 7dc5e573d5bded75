import Corpora
import Tensors

extension MLP {
  /// The mean loss of a batch's windows, each n tokens long: a window is a context, and the last of its targets the token
  /// that follows it.
  ///
  /// From ``padded(_:)`` text, a batch of random windows has every token as likely a target as another, the first too:
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
