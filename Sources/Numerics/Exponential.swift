/// Returns e^x in double precision; 0 or infinity where the result leaves the range of a Double.
///
/// The C library's exponential differs in its last bit between machines, and a model trained with it would differ too.
/// With x = k ln 2 + r and |r| at most ln 2 / 2,
///
///     e^x = 2^k (1 + r + r^2 / 2! + r^3 / 3! + ...)
///
/// The omitted terms sum to less than 1e-17.
package func exponential(_ x: Double) -> Double {
  guard x > -746 else { return x.isNaN ? x : 0 }
  guard x < 710 else { return x.isNaN ? x : .infinity }
  let k = (x * 1.442_695_040_888_963_4).rounded()
  // ln 2 in two parts, as in `naturalLogarithm`: the product with the first is exact.
  let r = (x - k * 0.693_147_180_369_123_8) - k * 1.908_214_929_270_587_7e-10
  var sum = 0.0
  for coefficient in inverseFactorials { sum = sum * r + coefficient }
  // 1 + r + ... is best rounded last.
  return Double(sign: .plus, exponent: Int(k), significand: 1 + (r + r * r * sum))
}

/// 1 / n! for n from 13 down to 2.
private let inverseFactorials = (2...13).reversed().map { n in 1 / (2...n).reduce(1.0) { $0 * Double($1) } }
