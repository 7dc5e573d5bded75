/// The sine, within 3 units in the last place for |x| up to 12,800; above that, off by at most 2^-22 up to 10^8.
@_transparent @usableFromInline
package func sin(_ x: Lanes) -> Lanes { sine(of: x, quarters: 0) }

/// The cosine, within 3 units in the last place for |x| up to 12,800; above that, off by at most 2^-22 up to 10^8.
@_transparent @usableFromInline
package func cos(_ x: Lanes) -> Lanes { sine(of: x, quarters: 1) }

/// sin(x + quarters pi / 2), for 0 or 1 quarters.
///
/// x = n pi / 2 + r with |r| <= pi / 4. The remainder n mod 4 selects the function and the sign. The functions are
/// sin r = r + r^3 p(r^2) (error 4e-9) and cos r = 1 - r^2 / 2 + r^4 q(r^2) (error 2e-10).
@inlinable @inline(__always)
func sine(of x: Lanes, quarters: Float) -> Lanes {
  // pi / 2 is split into four parts (Cody and Waite 1980, section 8). The first three have eleven bits and n has
  // thirteen, so n times them is exact. The differences are exact too, as long as digits cancel.
  let largest: Float = 12_800
  let magnitude = x.replacing(with: -x, where: x .< 0)
  let t = horizontalSum(Lanes.zero.replacing(with: 1, where: magnitude .> largest)) > 0 ? withoutPeriods(x, largest) : x
  let n = rounded(t * 0.636_619_75)
  var r = multiplyAdd(n, Lanes(repeating: -1.570_312_5), t)
  r = multiplyAdd(n, Lanes(repeating: -4.837_512_969_970_703e-4), r)
  r = multiplyAdd(n, Lanes(repeating: -7.549_533_620_476_723e-8), r)
  r = multiplyAdd(n, Lanes(repeating: -2.563_344e-12), r)

  let square = r * r
  var p = multiplyAdd(square, Lanes(repeating: -1.951_515_2e-4), Lanes(repeating: 0.008_332_159_4))
  p = multiplyAdd(square, p, Lanes(repeating: -0.166_666_55))
  let sine = multiplyAdd(r * square, p, r)
  var q = multiplyAdd(square, Lanes(repeating: 2.443_300_8e-5), Lanes(repeating: -0.001_388_731_5))
  q = multiplyAdd(square, q, Lanes(repeating: 0.041_666_646))
  let cosine = multiplyAdd(square * square, q, multiplyAdd(square, Lanes(repeating: -0.5), Lanes(repeating: 1)))

  // The remainder is -2, -1, 0, 1 or 2: use the cosine if it is odd, and change the sign at -2, -1 and 2.
  let turns = n + quarters
  let remainder = multiplyAdd(rounded(turns * 0.25), Lanes(repeating: -4), turns)
  let y = sine.replacing(with: cosine, where: remainder * remainder .== 1)
  let fromMiddle = remainder - 0.5
  return y.replacing(with: -y, where: fromMiddle * fromMiddle .> 1)
}

/// Rounds to the nearest integers, ties to even; |x| must be below 2^22.
@_transparent @usableFromInline
package func rounded(_ x: Lanes) -> Lanes { (x + 12_582_912) - 12_582_912 }

/// Returns x where its magnitude is at most `largest`, elsewhere x minus the nearest multiple of 2 pi, in double
/// precision.
///
/// IEEE 754 defines the remainder to the last bit, so it is the same on all machines.
@inline(never)
@usableFromInline func withoutPeriods(_ x: Lanes, _ largest: Float) -> Lanes {
  var result = x
  for lane in 0..<laneCount where !(abs(x[lane]) <= largest) {
    result[lane] = Float(Double(x[lane]).remainder(dividingBy: 2 * .pi))
  }
  return result
}
