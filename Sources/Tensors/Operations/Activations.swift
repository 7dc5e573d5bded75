import Kernels

@_exported import enum Kernels.Activation

extension Tensor {
  /// Applies the given activation to each element.
  ///
  ///     Tensor([3], [-1, 0, 2]).activated(by: .relu).elements  // [0, 0, 2]
  public func activated(by activation: Activation) -> Tensor {
    mapped(activation.rawValue) {
      elementwise(activation, $0, data, count: count)
    } backward: { [self] in
      elementwiseBackward(activation, $0, $1, data, count: count)
    }
  }

  /// The Gaussian error linear unit x Phi(x), the activation of transformers (Hendrycks and Gimpel 2016).
  public func gelu() -> Tensor { activated(by: .gelu) }
  /// GELU as GPT-2 approximates it, with a hyperbolic tangent.
  public func geluTanh() -> Tensor { activated(by: .geluTanh) }
  /// The positive part: max(0, x).
  public func relu() -> Tensor { activated(by: .relu) }
  /// The square of the positive part: max(0, x)^2.
  public func reluSquared() -> Tensor { activated(by: .reluSquared) }
  /// x sigmoid(x), also called swish.
  public func silu() -> Tensor { activated(by: .silu) }
}
