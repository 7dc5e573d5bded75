import Numerics

/// The natural logarithm of one number, by the polynomial that the vector version uses.
public func log(_ x: Float) -> Float { log(Lanes(repeating: x))[0] }

extension RandomGenerator {
  /// Returns a number from the normal distribution with mean 0 and standard deviation 1.
  ///
  /// Marsaglia's polar method needs no sine. The logarithm is our own, so every machine draws the same numbers. The
  /// method is in this module, not in Numerics, because the kernels are compiled for this machine's CPU.
  public mutating func normal() -> Float {
    while true {
      let u = 2 * uniform() - 1, v = 2 * uniform() - 1
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * log(s) / s).squareRoot() }
    }
  }
}
