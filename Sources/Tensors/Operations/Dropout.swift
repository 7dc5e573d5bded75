import Kernels
import Numerics

/// Sets a random fraction `rate` of the elements to 0 and scales the others by 1 / (1 - rate); for training only
/// (Srivastava et al. 2014).
///
/// One number drawn from the generator determines which elements are dropped. A rate of 0 draws nothing and returns x.
public func dropout(_ x: Tensor, rate: Float, using generator: inout RandomGenerator) -> Tensor {
  require((0..<1).contains(rate), "dropout: the rate must be at least 0 and below 1, not \(rate)")
  guard rate > 0 else { return x }
  let key = generator.next()
  return dropped(x, rate: rate, key: key).recorded("dropout", from: [x]) { dy, inputs in
    inputs.add(dropped(dy, rate: rate, key: key), to: 0)
  }
}

/// The tensor after dropout with this key; the tensor itself at rate 0.
func dropped(_ x: Tensor, rate: Float, key: UInt64) -> Tensor {
  guard rate > 0 else { return x }
  let y = Tensor(unfilled: x.shape)
  Kernels.dropout(y.data, x.data, count: x.count, rate: rate, key: key)
  return y
}
