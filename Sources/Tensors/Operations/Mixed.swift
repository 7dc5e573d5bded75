import Kernels

/// a x + b y, for tensors of the same shape and two learned weights a and b.
///
/// - Parameter weights: (2): a and b.
public func mixed(_ x: Tensor, _ y: Tensor, weights: Tensor) -> Tensor {
  require(
    x.shape == y.shape && weights.shape == [2],
    "mixed: shapes \(x.shape) and \(y.shape) must be equal, and weights \(weights.shape) must be (2)")
  let (a, b) = (weights.data[0], weights.data[1])
  let z = Tensor(unfilled: x.shape)
  Kernels.mixed(z.data, x.data, a, y.data, b, count: x.count)
  return z.recorded("mixed", from: [x, y, weights]) { dz, inputs in
    inputs.accumulate(into: 0) { Kernels.mixed($0, dz.data, a, $0, $1 ? 1 : 0, count: dz.count) }
    inputs.accumulate(into: 1) { Kernels.mixed($0, dz.data, b, $0, $1 ? 1 : 0, count: dz.count) }
    if let dweights = inputs.total(2) {
      dweights[0] += innerProduct(dz.data, x.data, count: dz.count)
      dweights[1] += innerProduct(dz.data, y.data, count: dz.count)
    }
  }
}
