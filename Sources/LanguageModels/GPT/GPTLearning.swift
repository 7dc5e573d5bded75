import Corpora
import Layers
import Tensors

extension GPT {
  /// Goes through a batch in pieces, and hands over the mean loss of each, with its history, and its share of the batch.
  ///
  /// A batch of 64 windows of 256 tokens would keep 2.8 GB of activations; a piece of 2,048 tokens keeps an eighth.
  /// Fewer tokens would save more memory, but the products want long columns of rows.
  ///
  /// - Parameter learn: what to do with a loss before the next is made: `Trainer` computes its gradients.
  public func learn(from batch: Batch, _ context: inout Context, _ learn: (_ loss: Tensor, _ share: Float) -> Void) {
    for piece in batch.pieces(ofTokens: 2048) {
      let (part, share) = (piece.batch, piece.share)
      learn(loss(part.inputs, targets: part.targets, batchSize: part.batchSize, &context), share)
    }
  }
}
