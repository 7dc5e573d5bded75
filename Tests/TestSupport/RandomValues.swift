/// Seeded random numbers for tests, so every run checks the same cases.
///
/// SplitMix64 (Steele, Lea and Flood 2014) with our own conversions, since the standard library's might change.
public struct RandomValues: RandomNumberGenerator {
  private var state: UInt64

  /// Creates a generator whose numbers depend only on the seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns one of 2^24 evenly spaced numbers in the range.
  public mutating func float(in range: ClosedRange<Float> = -1...1) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * (Float(next() >> 40) * 0x1p-24)
  }

  /// Returns an array of such numbers.
  public mutating func floats(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
    (0..<count).map { _ in float(in: range) }
  }

  /// Returns whole numbers from 0 up to but excluding the limit, such as targets and token ids.
  public mutating func ids(_ count: Int, below limit: Int) -> [Int32] {
    (0..<count).map { _ in Int32(next() % UInt64(limit)) }
  }
}
