/// A compressor's statistics of the bytes that its language model has no tokens for: how often each has occurred in
/// this file so far, alone and after the byte before it.
///
/// The statistics adapt to the file, because a model that never saw these bytes knows nothing about them: text in an
/// unknown script starts at 8 bits per byte and soon costs a few bits per character. They use Witten-Bell smoothing
/// over two orders, as in ``NGramSmoothing/wittenBell``:
///
///     p(b)     = (c(b) + T / 256) / (n + T)              T: distinct bytes so far, n: all bytes so far
///     p(b | a) = (c(a, b) + T(a) p(b)) / (n(a) + T(a))
struct EscapedBytes {
  private var counts = [Float](repeating: 0, count: 256)
  private var pairCounts = [Float](repeating: 0, count: 256 * 256)
  private var previous = 0

  /// Begins a new run of escaped bytes; the byte before its first one counts as 0.
  mutating func beginRun() { previous = 0 }

  /// Writes the probabilities of all 256 bytes.
  func fillProbabilities(into buffer: UnsafeMutableBufferPointer<Float>) {
    interpolate(counts[...], into: buffer) { _ in 1 / 256 }
    interpolate(pairCounts[256 * previous..<256 * (previous + 1)], into: buffer) { buffer[$0] }
  }

  /// Counts a byte.
  mutating func accept(_ byte: UInt8) {
    counts[Int(byte)] += 1
    pairCounts[256 * previous + Int(byte)] += 1
    previous = Int(byte)
  }

  private func interpolate(
    _ counts: ArraySlice<Float>, into buffer: UnsafeMutableBufferPointer<Float>, _ lower: (Int) -> Float
  ) {
    var sum: Float = 0, types: Float = 0
    for count in counts where count > 0 {
      sum += count
      types += 1
    }
    // Before the first byte, only the lower order counts.
    if types == 0 { (sum, types) = (0, 1) }
    for (byte, count) in zip(0..., counts) { buffer[byte] = (count + types * lower(byte)) / (sum + types) }
  }
}
