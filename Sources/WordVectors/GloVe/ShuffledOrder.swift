import Numerics

/// The numbers below a count in random order, without storing them: each one is computed on demand.
///
/// A small Feistel network enciphers each place: its bits are split into two halves, and each half in turn is changed
/// by a hash of the other. This can be undone, so no two places get the same number. A result that is too large is
/// enciphered again (Black and Rogaway 2002, "Ciphers with Arbitrary Finite Domains").
///
///     let order = ShuffledOrder(count: 5, seed: 1, stream: 0)
///     (0..<5).map { order[$0] }    // 0 to 4, shuffled
struct ShuffledOrder: Sendable {
  /// The numbers below this are shuffled.
  let count: Int
  /// The number of bits in the lower half; the upper half has the same number or one fewer.
  private let lowerBits: UInt64
  private let lowerMask: UInt64, upperMask: UInt64
  /// One key per round.
  private let keys: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  /// Creates an order that depends only on the count, the seed and the stream.
  init(count: Int, seed: UInt64, stream: UInt64) {
    self.count = count
    let bits = max(2, Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
    lowerBits = UInt64((bits + 1) / 2)
    lowerMask = (1 << lowerBits) - 1
    upperMask = (1 << UInt64(bits / 2)) - 1
    var generator = RandomGenerator(seed: seed, stream: stream)
    keys = (
      generator.next(), generator.next(), generator.next(), generator.next(), generator.next(), generator.next()
    )
  }

  /// The number at the given place.
  @inline(__always)
  subscript(place: Int) -> Int {
    var number = UInt64(place)
    repeat {
      var lower = number & lowerMask, upper = number >> lowerBits
      lower ^= hash(upper, keys.0) & lowerMask
      upper ^= hash(lower, keys.1) & upperMask
      lower ^= hash(upper, keys.2) & lowerMask
      upper ^= hash(lower, keys.3) & upperMask
      lower ^= hash(upper, keys.4) & lowerMask
      upper ^= hash(lower, keys.5) & upperMask
      number = upper << lowerBits | lower
    } while number >= UInt64(count)
    return Int(number)
  }

  /// The high bits of a product depend on all bits of its factors, so they are folded onto the low bits, which are
  /// used.
  @inline(__always)
  private func hash(_ half: UInt64, _ key: UInt64) -> UInt64 {
    let product = (half &+ key) &* 0x9E37_79B9_7F4A_7C15
    return (product ^ product >> 29) &* 0xBF58_476D
  }
}
