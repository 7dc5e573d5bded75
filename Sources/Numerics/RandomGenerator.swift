/// A small seeded random generator: SplitMix64 (Steele, Lea and Flood 2014).
///
/// The same seed produces the same numbers on every machine and with every toolchain, which the standard library's
/// generator does not guarantee. Its whole state is one number, so a training run can save it.
///
///     var generator = RandomGenerator(seed: 1337)
///     let x = Tensor.normal([2, 3], using: &generator)
public struct RandomGenerator: RandomNumberGenerator, Codable, Equatable, Sendable {
  private var state: UInt64

  /// Creates a generator that starts from the given seed.
  public init(seed: UInt64) { state = seed }

  /// Creates one of several independent generators with the same seed: the numbers of a stream are unrelated to those
  /// of other streams.
  public init(seed: UInt64, stream: UInt64) {
    var mixer = RandomGenerator(seed: seed)
    var key = RandomGenerator(seed: mixer.next() ^ stream)
    state = key.next()
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to, but not including, 1, in steps of 2^-24.
  public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A number from 0 to below 1 with 53 random bits: fine enough for the rarest word.
  package mutating func fineUniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}
