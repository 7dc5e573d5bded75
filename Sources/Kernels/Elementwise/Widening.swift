/// Converts IEEE half-precision numbers (one sign bit, five exponent bits, ten mantissa bits) to floats, all of them
/// exactly.
///
/// It uses integer arithmetic, because not every CPU that this is built for has an instruction for it.
public func widenFloat16(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<UInt16>, count: Int) {
  for i in 0..<count {
    let half = UInt32(x[i])
    let magnitude = half & 0x7FFF
    // The exponent's bias grows from 15 to 127; the highest exponent (infinity and NaN) stays the highest.
    let rebased = magnitude << 13 + (magnitude >= 0x7C00 ? 0x7000_0000 : 0x3800_0000)
    // Subnormal numbers are multiples of 2^-24, and are normal as floats.
    let subnormal = (Float(magnitude) * 0x1p-24).bitPattern
    y[i] = Float(bitPattern: (half & 0x8000) << 16 | (magnitude < 0x0400 ? subnormal : rebased))
  }
}

/// Converts bfloat16 numbers, which are the upper halves of floats, to floats.
public func widenBFloat16(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<UInt16>, count: Int) {
  for i in 0..<count { y[i] = Float(bitPattern: UInt32(x[i]) << 16) }
}

/// Converts doubles to floats, rounded to the nearest, ties to even.
public func narrowDouble(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Double>, count: Int) {
  for i in 0..<count { y[i] = Float(x[i]) }
}
