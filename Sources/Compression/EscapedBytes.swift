/// What a compressor knows of the bytes that its language model has no tokens for: how often each came, alone and after
/// the byte before it, so far in this very file.
///
/// Adaptive, for a model that never saw these bytes cannot say anything of them: a text in an unknown script starts
/// at 8 bits a byte and soon costs a few bits a character. Witten-Bell smoothing over two orders, as in
/// ``NGramSmoothing/wittenBell``:
///
///     p(b)     = (c(b) + T / 256) / (n + T)              T: how many different bytes came, n: how many in all
///     p(b | a) = (c(a, b) + T(a) p(b)) / (n(a) + T(a))
struct EscapedBytes {
  private var counts = [Float](repeating: 0, count: 256)
  private var pairCounts = [Float](repeating: 0, count: 256 * 256)
  private var previous = 0

  /// Begins a run of bytes, after something that was no such byte.
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
    // Before anything has come, the lower order speaks alone.
    if types == 0 { (sum, types) = (0, 1) }
    for (byte, count) in zip(0..., counts) { buffer[byte] = (count + types * lower(byte)) / (sum + types) }
  }
}
