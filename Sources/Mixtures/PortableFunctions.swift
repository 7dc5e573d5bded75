// Logarithms and exponentials of single IEEE additions, multiplications and divisions in one fixed order: no fused
// multiply-add and no C library. Every machine and every build computes the same bits, so one can decompress what
// another has compressed.

private let ln2 = 0.693_147_180_559_945_3

/// The natural logarithm of a normal positive number, within about 1e-15: ln(2^n m) = n ln 2 + 2 artanh((m - 1) / (m + 1))
/// with m between sqrt(1/2) and sqrt(2).
func portableLog(_ x: Double) -> Double {
  var m = x.significand, n = Double(x.exponent)
  if m > 1.414_213_562_373_095_1 { (m, n) = (m / 2, n + 1) }
  let s = (m - 1) / (m + 1), z = s * s
  var sum = 0.0
  for k in stride(from: 21, through: 1, by: -2) { sum = sum * z + 1 / Double(k) }
  return n * ln2 + 2 * s * sum
}

/// e to the power x for |x| up to 700, within about 1e-15: the Taylor series of e^r with x = n ln 2 + r.
func portableExp(_ x: Double) -> Double {
  let n = (x / ln2).rounded(), r = x - n * ln2
  var sum = 1.0
  for k in stride(from: 16, through: 1, by: -1) { sum = 1 + sum * (r / Double(k)) }
  return Double(sign: .plus, exponent: Int(n), significand: 1) * sum
}

/// The tables of the two functions between probabilities and their log-odds.
struct LogOdds {
  /// The largest log-odds, in nats: 1 - p is then 6 millionths.
  static let limit: Float = 12
  /// The probabilities' resolution in ``stretched``.
  static let stretchBits = 12

  /// ln(p / (1 - p)) at the middle of each of 4096 intervals of p.
  let stretched: [Float] = (0..<1 << stretchBits).map {
    let p = (Double($0) + 0.5) / Double(1 << stretchBits)
    return Float(portableLog(p / (1 - p)))
  }
  /// 1 / (1 + e^-x) at 4097 points from -12 to 12.
  let squashed: [Float] = (0...4096).map { Float(1 / (1 + portableExp(-(Double($0) - 2048) * 12 / 2048))) }

  static let shared = LogOdds()
}
