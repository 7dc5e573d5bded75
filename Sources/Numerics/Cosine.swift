/// The cosine of an angle from 0 to pi, computed from the Taylor series of the sine of pi / 2 minus the angle.
///
/// The C library's cosine differs in the last bit between machines, and every trained weight would differ with it.
package func cosine(_ angle: Double) -> Double {
  let x = .pi / 2 - angle
  var term = x, sum = x
  // The twelfth term is below 1e-19 for |x| up to pi / 2.
  for n in stride(from: 2.0, through: 24, by: 2) {
    term *= -x * x / (n * (n + 1))
    sum += term
  }
  return sum
}

/// The cosine of any angle. The remainder of the division by 2 pi is exact, so what is off is what the nearest Double is
/// off from 2 pi: one part in 10^16 of the angle.
package func cosine(of angle: Double) -> Double { cosine(abs(angle.remainder(dividingBy: 2 * .pi))) }

/// The sine of any angle: the cosine of a quarter turn less.
package func sine(of angle: Double) -> Double { cosine(of: angle - .pi / 2) }
