import Kernels

extension Tensor {
  /// Probabilities over the last axis: e^x / sum(e^x), computed from x minus its largest.
  ///
  /// dx = y (dy - sum(y dy)).
  public func softmax() -> Tensor {
    let (rows, columns) = rowsAndColumns("softmax")
    let y = Tensor(unfilled: shape)
    Kernels.softmax(y.data, data, rows: rows, columns: columns)
    let kept = y.detached()
    return y.recorded("softmax", from: [self]) { dy, inputs in
      let dx = Tensor(unfilled: dy.shape)
      softmaxBackward(dx.data, dy.data, kept.data, rows: rows, columns: columns)
      inputs.add(dx, to: 0)
    }
  }

  /// The logarithms of the probabilities over the last axis: x - log(sum(e^x)).
  ///
  /// dx = dy - e^y sum(dy).
  public func logSoftmax() -> Tensor {
    let (rows, columns) = rowsAndColumns("logSoftmax")
    let y = Tensor(unfilled: shape)
    Kernels.logSoftmax(y.data, data, rows: rows, columns: columns)
    let kept = y.detached()
    return y.recorded("log-softmax", from: [self]) { dy, inputs in
      let dx = Tensor(unfilled: dy.shape)
      logSoftmaxBackward(dx.data, dy.data, kept.data, rows: rows, columns: columns)
      inputs.add(dx, to: 0)
    }
  }

  func rowsAndColumns(_ operation: String) -> (rows: Int, columns: Int) {
    require(shape.rank > 0 && shape[-1] > 0, "\(operation): shape \(shape) has no last axis with elements")
    return (count / shape[-1], shape[-1])
  }
}
