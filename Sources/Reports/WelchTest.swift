import Foundation

/// Returns the mean of some numbers; 0 of none.
public func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

/// Returns the standard deviation of a sample, with n - 1 in the denominator; 0 of fewer than two numbers.
public func standardDeviation(_ values: [Double]) -> Double {
  guard values.count > 1 else { return 0 }
  let center = mean(values)
  return (values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(values.count - 1)).squareRoot()
}

/// Returns how likely chance alone makes the means of two samples differ as much as they do, in either direction
/// (Welch 1947).
///
/// The samples may have different sizes and variances; their numbers should be roughly normal.
///
///     welchTest([1.48, 1.49, 1.47], [1.52, 1.53, 1.51])  // 0.008
///
/// - Returns: nil if a sample has fewer than two numbers.
public func welchTest(_ a: [Double], _ b: [Double]) -> Double? {
  guard a.count > 1, b.count > 1 else { return nil }
  // The squared standard errors of the means.
  let (ea, eb) = (variance(a) / Double(a.count), variance(b) / Double(b.count))
  let difference = mean(a) - mean(b)
  guard ea + eb > 0 else { return difference == 0 ? 1 : 0 }
  let squared = difference * difference / (ea + eb)
  let freedom = (ea + eb) * (ea + eb) / (ea * ea / Double(a.count - 1) + eb * eb / Double(b.count - 1))
  // Both tails of Student's t-distribution (Abramowitz and Stegun 1964, 26.7.1).
  return incompleteBeta(freedom / (freedom + squared), freedom / 2, 0.5)
}

private func variance(_ values: [Double]) -> Double {
  let deviation = standardDeviation(values)
  return deviation * deviation
}

/// The regularized incomplete beta function, for x from 0 to 1: the continued fraction of Abramowitz and Stegun 1964,
/// 26.5.8, computed from its front (Lentz 1976).
func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  guard x > 0, x < 1 else { return x <= 0 ? 0 : 1 }
  // The fraction converges fast only on one side of the mean.
  if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
  let logBeta: Double = lgamma(a) + lgamma(b) - lgamma(a + b)
  let front: Double = exp(a * log(x) + b * log(1 - x) - logBeta) / a
  let tiny = 1e-300
  var (c, d) = (1.0, 1 / nonzero(1 - (a + b) * x / (a + 1), tiny))
  var fraction = d
  for m in 1...1000 {
    let n = Double(m), k: Double = a + 2 * n
    let even: Double = n * (b - n) * x / ((k - 1) * k), odd: Double = -(a + n) * (a + b + n) * x / (k * (k + 1))
    var change = 1.0
    for coefficient in [even, odd] {
      d = 1 / nonzero(1 + coefficient * d, tiny)
      c = nonzero(1 + coefficient / c, tiny)
      change = c * d
      fraction *= change
    }
    if abs(change - 1) < 1e-15 { break }
  }
  return front * fraction
}

private func nonzero(_ x: Double, _ tiny: Double) -> Double { abs(x) < tiny ? tiny : x }
