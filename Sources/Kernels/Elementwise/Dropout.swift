import Numerics

/// Decides which elements survive dropout, by a keyed hash of the element's index. So no mask is stored, the backward
/// pass finds the same elements again, and threads need no shared generator.
struct DropoutMask {
  private let low: UInt32
  private let high: UInt32
  /// 1 + rate.
  private let threshold: Float
  /// The factor of surviving elements, 1 / (1 - rate), which keeps the expected sum.
  private let scale: Float

  @inline(__always)
  init(key: UInt64, rate: Float) {
    // Neighboring keys would produce masks that are similar or shifted; SplitMix64's finalizer makes them unrelated.
    var mixed = (key ^ (key >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    low = UInt32(truncatingIfNeeded: mixed)
    high = UInt32(truncatingIfNeeded: mixed >> 32)
    threshold = 1 + rate
    scale = 1 / (1 - rate)
  }

  /// Returns the factors of sixteen elements, starting at `index`: 0 or 1 / (1 - rate).
  ///
  /// The mixing is that of C. Wellons's 32-bit hash `lowbias32`; half of the key is mixed in between its two rounds.
  @inline(__always)
  func factors(_ index: Int) -> Lanes {
    var h = laneNumbers &+ SIMD16(repeating: UInt32(truncatingIfNeeded: index) &+ low)
    h = (h ^ (h &>> SIMD16(repeating: 16))) &* SIMD16(repeating: 0x7FEB_352D)
    h = h ^ SIMD16(repeating: high)
    h = (h ^ (h &>> SIMD16(repeating: 15))) &* SIMD16(repeating: 0x846C_A68B)
    h = h ^ (h &>> SIMD16(repeating: 16))
    // With the exponent of 1 in front, 23 random bits are a number from 1 to 2. As floats, all sixteen are compared in
    // one operation.
    let uniform = unsafeBitCast(h &>> SIMD16(repeating: 9) | SIMD16(repeating: 0x3F80_0000), to: Lanes.self)
    return Lanes(repeating: scale).replacing(with: 0, where: uniform .< threshold)
  }
}

/// y = x with a fraction `rate` of the elements set to 0 and the others scaled by 1 / (1 - rate)
/// (Srivastava et al. 2014); y may be x.
///
/// The same call with dy in place of x computes dx.
///
/// - Parameter key: decides which elements are dropped; the same key drops the same ones.
public func dropout(
  _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int, rate: Float, key: UInt64
) {
  let mask = DropoutMask(key: key, rate: rate)
  parallelLanes(count, work: count * 2) { start, count in
    let x = x + start, y = y + start
    forEachLanes(count) {
      store(load(x + $0) * mask.factors(start + $0), to: y + $0)
    } tail: {
      store(load(x + $0, count: $1) * mask.factors(start + $0), to: y + $0, count: $1)
    }
  }
}
