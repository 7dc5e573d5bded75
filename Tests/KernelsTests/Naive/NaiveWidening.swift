import Foundation

/// The number that a bit pattern represents by the definition of IEEE 754: a sign bit, then the exponent bits, then the
/// mantissa bits.
func naiveFloatingPoint(_ bits: UInt16, exponentBits: Int, mantissaBits: Int) -> Double {
  let sign: Double = bits >> 15 == 0 ? 1 : -1
  let highest = 1 << exponentBits - 1, bias = highest / 2
  let exponent = Int(bits >> mantissaBits) & highest
  let mantissa = Double(bits & (1 << mantissaBits - 1)) / Double(1 << mantissaBits)
  if exponent == highest { return mantissa == 0 ? sign * .infinity : .nan }
  return exponent == 0
    ? sign * mantissa * pow(2, Double(1 - bias)) : sign * (1 + mantissa) * pow(2, Double(exponent - bias))
}
