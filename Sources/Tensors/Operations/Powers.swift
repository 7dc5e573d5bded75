import Kernels

extension Tensor {
  /// Each element to the power of a number.
  ///
  /// dx = p x^(p - 1) dy. Whole exponents up to 64 are products and take negative elements; 0.5 is a square root. Others
  /// are e^(p log x), whose relative error grows with p log x, and NaN where x is negative.
  ///
  ///     Tensor([1, 2, -3]).pow(2)  // [1.0, 4.0, 9.0]  shape (3,)
  public func pow(_ exponent: Float) -> Tensor {
    let y = Tensor(unfilled: shape)
    power(y.data, data, exponent: exponent, count: count)
    return y.recorded("pow \(exponent)", from: [self]) { [self] dy, inputs in
      // Without the case of 0, x = 0 would give 0 / 0.
      inputs.add(exponent == 0 ? .zeros(shape) : dy * (pow(exponent - 1) * exponent), to: 0)
    }
  }
}

/// x to the power y, element by element; shapes are matched as those of x + y.
///
/// z = x^y = e^(y log x), whose relative error grows with y log x; dx = y x^(y - 1) dz and dy = log(x) x^y dz. Negative x
/// have powers for whole y alone, and their dy is NaN.
///
///     pow(Tensor([[2], [3]]), [1, 2, 3])  // [[2.0, 4.0, 8.0], [3.0, 9.0, 27.0]]  shape (2, 3)
public func pow(_ x: Tensor, _ y: Tensor) -> Tensor {
  Tensor.combine(.power, x, y).recorded("pow", from: [x, y]) { dz, inputs in
    // The slopes are 0 by these formulas where one factor is 0, though another may be infinite: x^0 is 1 for all x, and
    // 0^y is 0 for all y > 0.
    inputs.add(select(y .== 0, Tensor(0), dz * (y * pow(x, y - 1))).summed(to: x.shape), to: 0)
    inputs.add(select((x .== 0) * (y .>= 0), Tensor(0), dz * (pow(x, y) * x.log())).summed(to: y.shape), to: 1)
  }
}
