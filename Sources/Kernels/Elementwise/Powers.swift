import Numerics

/// y = x to a fixed power, for `count` numbers; y may be x.
///
/// Integer exponents from -64 to 64 are computed as products, with an error of about half a unit in the last place per
/// factor, and an exponent of 1/2 as a square root. Other exponents are computed like ``Arithmetic/power``.
public func power(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, exponent: Float, count: Int) {
  if exponent == 0.5 { return elementwise(.squareRoot, y, x, count: count) }
  guard exponent.magnitude <= 64, exponent == exponent.rounded() else {
    return withUnsafePointer(to: exponent) {
      broadcast(.power, y, x, $0, shape: [count], xStrides: [1], yStrides: [0])
    }
  }
  let factors = Int(exponent.magnitude)
  parallelLanes(count, work: count * 8) { start, count in
    let x = x + start, y = y + start
    @inline(__always) func power(_ x: Lanes) -> Lanes {
      let product = wholePower(x, factors)
      return exponent < 0 ? 1 / product : product
    }
    forEachLanes(count) {
      store(power(load(x + $0)), to: y + $0)
    } tail: {
      store(power(load(x + $0, count: $1, filler: 1)), to: y + $0, count: $1)
    }
  }
}

/// Returns the product of the given number of factors x, by repeated squaring.
@inline(__always)
private func wholePower(_ x: Lanes, _ factors: Int) -> Lanes {
  var product = Lanes(repeating: 1), square = x
  var rest = factors
  while rest > 0 {
    if rest & 1 == 1 { product *= square }
    rest >>= 1
    if rest > 0 { square *= square }
  }
  return product
}

/// x to the power y = e^(y log x), within about |y log x| units in the last place, at least 2.
///
/// As in IEEE 754, 0 to the power 0 and 1 to any power are 1, and negative x to a power that is not an integer is NaN.
/// Odd powers are recognized below 2^22; larger integers count as even.
enum Power: LanePairFunction {
  @inline(__always) static func f(_ x: Lanes, _ y: Lanes) -> Lanes {
    let magnitude = x.replacing(with: -x, where: x .< 0)
    var z = exp(y * log(magnitude))
    let half = y * 0.5, isNegative = x .< 0, isLarge = (y .> 4_194_303.5) .| (y .< -4_194_303.5)
    let isWhole = (rounded(y) .== y) .| isLarge
    z.replace(with: -z, where: isNegative .& isWhole .& .!isLarge .& (rounded(half) .!= half))
    z.replace(with: .nan, where: isNegative .& .!isWhole .& (magnitude .< Lanes(repeating: .infinity)))
    z.replace(with: 1, where: (y .== 0) .| (x .== 1))
    return z
  }
}
