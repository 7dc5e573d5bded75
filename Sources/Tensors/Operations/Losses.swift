import Kernels

/// The mean of -log softmax(logits)[target] in nats: the loss of a classifier and of a language model.
///
/// Softmax and loss are one operation that stores no probabilities:
/// dlogits = (softmax(logits) - onehot(target)) / counted.
///
/// - Parameters:
///   - logits: (..., V).
///   - targets: one per row, below V; rows with a negative target do not count.
/// - Returns: a tensor without axes; 0 if no row counts.
public func crossEntropy(_ logits: Tensor, targets: [Int32]) -> Tensor {
  let (rows, columns) = logits.rowsAndColumns("crossEntropy")
  require(targets.count == rows, "crossEntropy: \(targets.count) targets for logits of shape \(logits.shape)")
  if let target = targets.first(where: { $0 >= columns }) {
    fatalError("crossEntropy: target \(target) is outside the last axis of logits of shape \(logits.shape)")
  }
  let totals = Tensor(unfilled: [2, rows])
  let (mean, counted) = Kernels.crossEntropy(
    SoftmaxTotals(totals.data, rows: rows), logits.data, targets, rows: rows, columns: columns)
  return Tensor(mean).recorded("crossEntropy", from: [logits]) { dy, inputs in
    let dlogits = Tensor(unfilled: logits.shape)
    crossEntropyBackward(
      dlogits.data, logits.data, SoftmaxTotals(totals.data, rows: rows), targets, rows: rows, columns: columns,
      scale: dy.item / Float(max(1, counted)))
    inputs.add(dlogits, to: 0)
  }
}

/// The mean of the squared differences of two tensors of the same shape, as a tensor without axes.
public func meanSquaredError(_ x: Tensor, _ y: Tensor) -> Tensor {
  // Repeating one of them would be a silent mistake: (3, 1) and (3) have nine differences, not three.
  require(x.shape == y.shape, "meanSquaredError: shapes \(x.shape) and \(y.shape) are not equal")
  let difference = x - y
  return (difference * difference).mean()
}
