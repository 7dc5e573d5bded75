import Kernels

extension Tensor {
  /// e to the power of x.
  public func exp() -> Tensor { apply(.exp) }
  /// The natural logarithm.
  public func log() -> Tensor { apply(.log) }
  /// The square root.
  public func squareRoot() -> Tensor { apply(.squareRoot) }
  /// The absolute value; the gradient at 0 is 0.
  public func abs() -> Tensor { apply(.abs) }
  /// The sine of an angle in radians.
  public func sin() -> Tensor { apply(.sin) }
  /// The cosine of an angle in radians.
  public func cos() -> Tensor { apply(.cos) }
  /// The hyperbolic tangent.
  public func tanh() -> Tensor { apply(.tanh) }
  /// 1 / (1 + e^-x).
  public func sigmoid() -> Tensor { apply(.sigmoid) }

  /// y = f(x), dx = f'(x) dy; the derivative is recomputed from x, not stored.
  private func apply(_ function: Elementwise) -> Tensor {
    mapped(function.rawValue) {
      elementwise(function, $0, data, count: count)
    } backward: { [self] in
      elementwiseBackward(function, $0, $1, data, count: count)
    }
  }

  /// Returns a tensor of this shape with f(x) for each element x; `backward` computes dx = f'(x) dy.
  func mapped(
    _ operation: String, by forward: (_ y: UnsafeMutablePointer<Float>) -> Void,
    backward: @escaping (_ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>) -> Void
  ) -> Tensor {
    let y = Tensor(unfilled: shape)
    forward(y.data)
    return y.recorded(operation, from: [self]) { [shape] dy, inputs in
      inputs.accumulate(into: 0) { dx, isAdding in
        let term = isAdding ? Tensor(unfilled: shape) : nil
        backward(term?.data ?? dx, dy.data)
        if let term { withExtendedLifetime(term) { addScaled(dx, term.data, count: term.count) } }
      }
    }
  }
}
