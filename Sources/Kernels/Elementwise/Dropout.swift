import Numerics

/// Which elements survive dropout: a hash of the element's number under a key, so that no mask is stored, the
/// backward pass finds the same elements again, and threads need no common generator.
struct DropoutMask {
  private let low: UInt32
  private let high: UInt32
  /// One more than the rate.
  private let threshold: Float
  /// What survivors are multiplied by, 1 / (1 - rate), so that the expected sum stays.
  private let scale: Float

  @inline(__always)
  init(key: UInt64, rate: Float) {
    // Neighbouring keys would give masks that are alike or moved along; SplitMix64's finalizer sets them apart.
    var mixed = (key ^ (key >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    low = UInt32(truncatingIfNeeded: mixed)
    high = UInt32(truncatingIfNeeded: mixed >> 32)
    threshold = 1 + rate
    scale = 1 / (1 - rate)
  }

  /// The factors of sixteen elements, from number `index` on: 0 or 1 / (1 - rate).
  ///
  /// The mixing is that of C. Wellons's 32-bit hash `lowbias32`; half of the key enters between its two rounds.
  @inline(__always)
  func factors(_ index: Int) -> Lanes {
    var h = laneNumbers &+ SIMD16(repeating: UInt32(truncatingIfNeeded: index) &+ low)
    h = (h ^ (h &>> SIMD16(repeating: 16))) &* SIMD16(repeating: 0x7FEB_352D)
    h = h ^ SIMD16(repeating: high)
    h = (h ^ (h &>> SIMD16(repeating: 15))) &* SIMD16(repeating: 0x846C_A68B)
    h = h ^ (h &>> SIMD16(repeating: 16))
    // With the exponent of 1 before them, 23 random bits are a number from 1 to 2; floats are compared all at once.
    let uniform = unsafeBitCast(h &>> SIMD16(repeating: 9) | SIMD16(repeating: 0x3F80_0000), to: Lanes.self)
    return Lanes(repeating: scale).replacing(with: 0, where: uniform .< threshold)
  }
}

/// y = x with a fraction `rate` of the elements set to 0 and the others scaled by 1 / (1 - rate)
/// (Srivastava et al. 2014); y may be x.
///
/// The same call with dy for x gives dx.
///
/// - Parameter key: which elements; the same key drops the same ones.
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
