import Kernels

extension Tensor {
  /// e to the power x.
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
  /// The positive part.
  public func relu() -> Tensor { apply(.relu) }
  /// x sigmoid(x), also called swish.
  public func silu() -> Tensor { apply(.silu) }

  /// The Gaussian error linear unit x Phi(x), the activation of transformers (Hendrycks and Gimpel 2016).
  ///
  /// - Parameter approximation: how Phi, the normal distribution, is computed.
  public func gelu(_ approximation: GELUApproximation = .exact) -> Tensor {
    apply(approximation == .exact ? .gelu : .geluTanh)
  }

  /// y = f(x), dx = f'(x) dy; the derivative is computed again from x rather than kept.
  private func apply(_ function: Elementwise) -> Tensor {
    let y = Tensor(unfilled: shape)
    elementwise(function, y.data, data, count: count)
    return y.recorded(function.rawValue, from: [self]) { [self] dy, inputs in
      inputs.accumulate(into: 0) { dx, isAdding in
        let term = isAdding ? Tensor(unfilled: shape) : nil
        elementwiseBackward(function, term?.data ?? dx, dy.data, data, count: count)
        if let term { addScaled(dx, term.data, count: count) }
      }
    }
  }
}

/// How GELU is computed.
public enum GELUApproximation: String, Codable, Sendable {
  /// By the normal distribution itself.
  case exact
  /// By a hyperbolic tangent, as in the first GPT-2.
  case tanh
}
