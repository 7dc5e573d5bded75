import Kernels

extension Tensor {
  /// Probabilities along one axis: e^x / sum(e^x), computed from x minus its maximum.
  ///
  /// dx = y (dy - sum(y dy)).
  public func softmax(axis: Int = -1) -> Tensor {
    let (outer, size, inner) = split(at: axis, for: "softmax")
    let y = Tensor(unfilled: shape)
    Kernels.softmax(y.data, data, outer: outer, size: size, inner: inner)
    let kept = y.detached()
    return y.recorded("softmax", from: [self]) { dy, inputs in
      let dx = Tensor(unfilled: dy.shape)
      softmaxBackward(dx.data, dy.data, kept.data, outer: outer, size: size, inner: inner)
      inputs.add(dx, to: 0)
    }
  }

  /// The logarithms of the probabilities along one axis: x - log(sum(e^x)), computed from x minus its maximum.
  ///
  /// dx = dy - e^y sum(dy).
  public func logSoftmax(axis: Int = -1) -> Tensor {
    let (outer, size, inner) = split(at: axis, for: "logSoftmax")
    let y = Tensor(unfilled: shape)
    Kernels.logSoftmax(y.data, data, outer: outer, size: size, inner: inner)
    let kept = y.detached()
    return y.recorded("logSoftmax", from: [self]) { dy, inputs in
      let dx = Tensor(unfilled: dy.shape)
      logSoftmaxBackward(dx.data, dy.data, kept.data, outer: outer, size: size, inner: inner)
      inputs.add(dx, to: 0)
    }
  }

  /// log(sum(e^x)) along one axis, which is removed, or kept with size 1 if `keepAxis` is true: a smooth maximum.
  ///
  /// dx = softmax(x) dy. The result is computed from x minus its maximum, so nothing overflows.
  public func logSumExp(axis: Int = -1, keepAxis: Bool = false) -> Tensor {
    let (outer, size, inner) = split(at: axis, for: "logSumExp")
    let axis = shape.normalized(axis, for: "logSumExp")
    let kept = shape.replacing(axis: axis, with: 1)
    let y = Tensor(unfilled: keepAxis ? kept : shape.replacing(axis: axis, with: nil))
    Kernels.logSumExp(y.data, data, outer: outer, size: size, inner: inner)
    return y.recorded("logSumExp", from: [self]) { [self] dy, inputs in
      // Not e^(x - y): the result's rounding error would be a relative error of all of them.
      inputs.add(softmax(axis: axis) * dy.reshaped(to: kept), to: 0)
    }
  }

  private func split(at axis: Int, for operation: String) -> (outer: Int, size: Int, inner: Int) {
    let axis = shape.normalized(axis, for: operation)
    let parts = shape.split(at: axis)
    require(parts.size > 0, "\(operation): axis \(axis) of shape \(shape) is empty")
    return parts
  }

  func rowsAndColumns(_ operation: String) -> (rows: Int, columns: Int) {
    require(shape.rank > 0 && shape[-1] > 0, "\(operation): shape \(shape) has no last axis with elements")
    return (count / shape[-1], shape[-1])
  }
}
