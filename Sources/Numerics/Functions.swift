// Elementary functions of sixteen numbers at a time. We implement them ourselves so that every machine computes the
// same bits; those of the C library differ from version to version. The polynomials were fitted for this project by
// weighted least squares, reweighted toward the smallest maximum error. Each comment gives that error before rounding.

/// Evaluates the polynomial with the given coefficients, the constant first, by Horner's rule.
@_transparent
@usableFromInline func polynomial(_ x: Lanes, _ c0: Float, _ c1: Float, _ c2: Float, _ c3: Float, _ c4: Float) -> Lanes
{
  var y = multiplyAdd(Lanes(repeating: c4), x, Lanes(repeating: c3))
  y = multiplyAdd(y, x, Lanes(repeating: c2))
  y = multiplyAdd(y, x, Lanes(repeating: c1))
  return multiplyAdd(y, x, Lanes(repeating: c0))
}

/// e to the power x, within 2 units in the last place; 0 below -86.6 (where it is 2.5e-38), infinity above 88.72284.
///
/// x = n ln 2 + r with |r| <= ln 2 / 2; e^r = 1 + r + r^2 p(r) (error 3e-9), and 2^n goes into the exponent bits.
@_transparent @usableFromInline
package func exp(_ x: Lanes) -> Lanes {
  let lowest: Float = -86.6, highest: Float = 88.722_84
  var t = x.replacing(with: lowest, where: x .< lowest)
  t.replace(with: highest, where: x .> highest)
  // Adding 1.5 * 2^23 rounds to an integer, which is then in the low bits.
  let shifted = multiplyAdd(t, Lanes(repeating: 1.442_695_04), Lanes(repeating: 12_582_912))
  let n = shifted - 12_582_912
  // ln 2 is split into two parts; the first has few digits, so n times it is exact.
  var r = multiplyAdd(n, Lanes(repeating: -0.693_359_375), t)
  r = multiplyAdd(n, Lanes(repeating: 2.121_944_4e-4), r)
  let p = polynomial(r, 0.499_999_94, 0.166_665_196, 0.041_668_408, 0.008_368_914, 0.001_381_419)
  let y = multiplyAdd(r * r, p, r) + 1
  // 2^(n - 1), which is then doubled: n can be 128, which does not fit into the exponent bits.
  let bits = (unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &+ SIMD16(repeating: 126)) &<< SIMD16(repeating: 23)
  let power = unsafeBitCast(bits, to: Lanes.self)
  var result = y * power * 2
  result.replace(with: 0, where: x .< lowest)
  result.replace(with: .infinity, where: x .> highest)
  return result
}

/// The natural logarithm, within 2 units in the last place, for normal positive numbers; -infinity at 0, NaN below.
///
/// x = 2^n m with m between sqrt(1/2) and sqrt(2); ln m = f - f^2 / 2 + f^3 p(f) with f = m - 1 (error 1e-9).
@_transparent @usableFromInline
package func log(_ x: Lanes) -> Lanes {
  let bits = unsafeBitCast(x, to: SIMD16<Int32>.self)
  // Subtracting the bits of sqrt(1/2) makes the exponent step at that point instead of at 1.
  let exponent = (bits &- SIMD16(repeating: 0x3F35_04F3)) &>> SIMD16(repeating: 23)
  let m = unsafeBitCast(bits &- (exponent &<< SIMD16(repeating: 23)), to: Lanes.self)
  let n = Lanes(exponent)
  let f = m - 1
  var p = polynomial(f, 0.142_294_243, -0.124_193_944, 0.118_368_52, -0.115_808_18, 0.067_396_015)
  p = multiplyAdd(p, f, Lanes(repeating: -0.166_674_73))
  p = multiplyAdd(p, f, Lanes(repeating: 0.200_015_217))
  p = multiplyAdd(p, f, Lanes(repeating: -0.250_000_12))
  p = multiplyAdd(p, f, Lanes(repeating: 0.333_333_224))
  var y = multiplyAdd(f * f, multiplyAdd(f, p, Lanes(repeating: -0.5)), n * -2.121_944_4e-4)
  y = y + f
  y = multiplyAdd(n, Lanes(repeating: 0.693_359_375), y)
  y.replace(with: -.infinity, where: x .== 0)
  y.replace(with: .nan, where: x .< 0)
  y.replace(with: .infinity, where: x .== .infinity)
  y.replace(with: .nan, where: x .!= x)
  return y
}

/// The hyperbolic tangent, within 3 units in the last place.
///
/// Near 0 it is x + x^3 p(x^2) (error 4e-9), which keeps the relative accuracy; elsewhere it is 1 - 2 / (e^(2|x|) + 1),
/// with the sign of x.
@_transparent @usableFromInline
package func tanh(_ x: Lanes) -> Lanes {
  let square = x * x
  let p = polynomial(square, -0.333_332_84, 0.133_314_91, -0.053_743_497, 0.020_650_586, -0.005_717_045)
  let near = multiplyAdd(x * square, p, x)
  let magnitude = x.replacing(with: -x, where: x .< 0)
  let far = 1 - 2 / (exp(magnitude + magnitude) + 1)
  let signed = far.replacing(with: -far, where: x .< 0)
  return signed.replacing(with: near, where: magnitude .< 0.625)
}

/// 1 / (1 + e^-x), within 3 units in the last place.
@_transparent @usableFromInline
package func sigmoid(_ x: Lanes) -> Lanes { 1 / (1 + exp(-x)) }

/// The normal distribution's density phi(x) and the probability Phi(x) of a value below x.
///
/// Phi(-|x|) = e^(-x^2/2) t P(t) with t = 1 / (1 + |x| / 4) and P of degree 9 (error 8e-9, in the form of Abramowitz
/// and Stegun 26.2.17). Phi(x) is within 8 units in the last place for x above -3. Below that the rounding of x^2
/// shows, and it is within 70 units down to -13. Phi reuses the density's exponential.
@_transparent @usableFromInline
package func normalDistribution(_ x: Lanes) -> (density: Lanes, probability: Lanes) {
  let magnitude = x.replacing(with: -x, where: x .< 0)
  let bell = exp(x * x * -0.5)
  let t = 1 / multiplyAdd(magnitude, Lanes(repeating: 0.25), Lanes(repeating: 1))
  var p = polynomial(t, 0.007_060_113_4, 0.034_946_453, 0.046_955_418, -0.060_863_309, 0.016_235_543)
  p = multiplyAdd(p, t, Lanes(repeating: 0.089_837_745))
  p = multiplyAdd(p, t, Lanes(repeating: 0.070_840_657))
  p = multiplyAdd(p, t, Lanes(repeating: 0.095_778_793))
  p = multiplyAdd(p, t, Lanes(repeating: 0.099_458_821))
  p = multiplyAdd(p, t, Lanes(repeating: 0.099_749_766))
  let tail = bell * t * p
  let probability = (1 - tail).replacing(with: tail, where: x .< 0)
  return (bell * 0.398_942_28, probability)
}
