/// Which elements survive dropout: a hash of the element's number under a key, so that no mask is stored, the
/// backward pass finds the same elements again, and threads need no common generator.
struct DropoutMask {
  private let low: UInt32
  private let high: UInt32
  private let threshold: UInt32
  /// What survivors are multiplied by, 1 / (1 - rate), so that the expected sum stays.
  private let scale: Float

  @inline(__always)
  init(key: UInt64, rate: Float) {
    low = UInt32(truncatingIfNeeded: key)
    high = UInt32(truncatingIfNeeded: key >> 32)
    threshold = UInt32(Double(rate) * 4_294_967_295)
    scale = 1 / (1 - rate)
  }

  /// The factors of sixteen elements, from number `index` on: 0 or 1 / (1 - rate).
  ///
  /// The mixing is that of C. Wellons's 32-bit hash `lowbias32`; half of the key enters between its two rounds.
  @inline(__always)
  func factors(_ index: Int) -> Lanes {
    var h = Self.offsets &+ (UInt32(truncatingIfNeeded: index) &+ low)
    h = (h ^ (h &>> 16)) &* 0x7FEB_352D
    h = h ^ high
    h = (h ^ (h &>> 15)) &* 0x846C_A68B
    h = h ^ (h &>> 16)
    return Lanes.zero.replacing(with: scale, where: h .>= threshold)
  }

  @inline(__always)
  private static var offsets: SIMD16<UInt32> { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }
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
  let groups = (count + laneCount - 1) / laneCount
  parallel(groups, work: count * 2) { range in
    let start = range.lowerBound * laneCount
    forEachLanes(min(count, range.upperBound * laneCount) - start) { i in
      store(load(x + start + i) * mask.factors(start + i), to: y + start + i)
    } tail: { i, rest in
      store(load(x + start + i, count: rest) * mask.factors(start + i), to: y + start + i, count: rest)
    }
  }
}
