/// Returns ln x of a normal number above 0, in double precision.
///
/// The C library's logarithm differs in its last bit between machines, and a model counted from the same text would
/// differ with it. With x = 2^k m and m near 1, ln x = k ln 2 + ln m, and with s = (m - 1) / (m + 1), which is at most
/// 0.172,
///
///     ln m = 2 (s + s^3 / 3 + s^5 / 5 + ...)
///
/// The omitted terms sum to less than 1e-17 of the first.
package func naturalLogarithm(_ x: Double) -> Double {
  precondition(x.isNormal && x > 0, "naturalLogarithm: \(x) is not a normal number above 0")
  var (exponent, m) = (Double(x.exponent), x.significand)
  if m > 1.414_213_562_373_095_1 {
    m /= 2
    exponent += 1
  }
  let s = (m - 1) / (m + 1), square = s * s
  // From the smallest term up, to keep the rounding error small.
  var sum = 0.0
  for power in stride(from: 21.0, through: 3, by: -2) { sum = (sum + 1 / power) * square }
  // ln 2 in two parts: the product with the first is exact.
  return exponent * 0.693_147_180_369_123_8 + (2 * s + (2 * s * sum + exponent * 1.908_214_929_270_587_7e-10))
}
