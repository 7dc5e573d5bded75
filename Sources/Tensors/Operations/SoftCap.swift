import Kernels

/// cap tanh(x / cap): close to x where |x| is small, and always between -cap and cap. It keeps logits from growing
/// without bound (Bello et al. 2016, section 4).
///
///     softCapped(Tensor([3], [0, 1, 1000]), cap: 15).elements  // [0, 0.99852, 15]
///
/// - Parameter cap: above 0.
public func softCapped(_ x: Tensor, cap: Float) -> Tensor {
  require(cap > 0 && cap.isFinite, "softCapped: the cap must be a finite number above 0, not \(cap)")
  let y = Tensor(unfilled: x.shape)
  softCap(y.data, x.data, cap: cap, count: x.count)
  guard Tensor.isRecorded(x) else { return y.unrecorded("softCapped", from: [x]) }
  let kept = y.detached()
  return y.recorded("softCapped", from: [x]) { dy, inputs in
    inputs.accumulate(into: 0) {
      softCapBackward($0, dy.data, kept.data, cap: cap, count: kept.count, accumulate: $1)
    }
  }
}
