import Kernels

extension Tensor {
  /// Each element to the power of a number.
  ///
  /// dx = p x^(p - 1) dy. Integer exponents from -64 to 64 are computed as products and accept negative elements; 0.5
  /// is computed as a square root. Other exponents are computed as e^(p log x): the relative error grows with p log x,
  /// and the result is NaN where x is negative.
  ///
  ///     Tensor([1, 2, -3]).pow(2)  // [1.0, 4.0, 9.0]  shape (3,)
  public func pow(_ exponent: Float) -> Tensor {
    let y = Tensor(unfilled: shape)
    power(y.data, data, exponent: exponent, count: count)
    return y.recorded("pow \(exponent)", from: [self]) { [self] dy, inputs in
      // Without the special case, x = 0 would result in infinity times 0, which is NaN.
      inputs.add(exponent == 0 ? .zeros(shape) : dy * (pow(exponent - 1) * exponent), to: 0)
    }
  }
}

/// x to the power of y, element by element; the shapes are matched as in x + y.
///
/// z = x^y = e^(y log x), with a relative error that grows with y log x; dx = y x^(y - 1) dz and dy = log(x) x^y dz. A
/// negative x has a power only if y is an integer, and then dy is NaN.
///
///     pow(Tensor([[2], [3]]), [1, 2, 3])  // [[2.0, 4.0, 8.0], [3.0, 9.0, 27.0]]  shape (2, 3)
public func pow(_ x: Tensor, _ y: Tensor) -> Tensor {
  Tensor.combine(.power, x, y).recorded("pow", from: [x, y]) { dz, inputs in
    // These slopes are 0, although the formulas multiply 0 by infinity: x^0 is 1 for all x, and 0^y is 0 for all y > 0.
    inputs.add(select(y .== 0, Tensor(0), dz * (y * pow(x, y - 1))).summed(to: x.shape), to: 0)
    inputs.add(select((x .== 0) * (y .>= 0), Tensor(0), dz * (pow(x, y) * x.log())).summed(to: y.shape), to: 1)
  }
}
