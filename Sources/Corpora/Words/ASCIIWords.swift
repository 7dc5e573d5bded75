/// Finds the words of a text that is all ASCII, eight bytes at a time. Most text is ASCII, and this is several times as
/// fast as going byte by byte.
///
/// The text is copied and put into lower case in place, so words keep their positions and are not joined by single
/// spaces. Each 64 bytes become a number with one bit per byte, set if the byte belongs to a word. A word begins and
/// ends where the bits change, and only there does the loop have something to do.
///
/// - Returns: whether the text was ASCII; if not, the contents of `terms` are meaningless.
func splitASCIIWords(_ text: UnsafeBufferPointer<UInt8>, into terms: inout Terms) -> Bool {
  // Room for words of at least two letters with something after each, and a place to try a word that turns out too
  // short.
  terms.clear(bytes: text.count + 64, terms: text.count / 3 + 2)
  let (bytes, starts, ends) = (terms.bytes, terms.starts, terms.ends)
  guard let source = text.baseAddress else { return true }
  bytes.update(from: source, count: text.count)
  (bytes + text.count).update(repeating: 0, count: 64)
  let raw = UnsafeMutableRawPointer(bytes)
  var (count, start, isOpen, last) = (0, 0, false, UInt64(0))
  /// Keeps a word if it has two letters; the processor could not predict a branch here, so there is none.
  func keep(_ start: Int, _ end: Int) {
    starts[count] = start
    ends[count] = end
    count &+= end &- start >= 2 ? 1 : 0
  }
  for block in stride(from: 0, through: text.count, by: 64) {
    var (inWord, all) = (UInt64(0), UInt64(0))
    for part in 0..<8 {
      let place = block &+ 8 &* part
      let letters = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      all |= letters
      let upper = marks(letters, from: 0x41, to: 0x5A)
      // A mark is the top bit of a byte; two places lower is the bit that distinguishes a small letter from a capital.
      let folded = letters | upper >> 2
      raw.storeBytes(of: folded.littleEndian, toByteOffset: place, as: UInt64.self)
      let word =
        marks(folded, from: 0x61, to: 0x7A) | marks(folded, from: 0x30, to: 0x39) | marks(folded, from: 0x5F, to: 0x5F)
      // The product gathers the eight marks in its top byte, in order.
      inWord |= (((word >> 7) &* 0x0102_0408_1020_4080) >> 56) &<< UInt64(truncatingIfNeeded: 8 &* part)
    }
    if all & 0x8080_8080_8080_8080 != 0 { return false }
    var changes = inWord ^ (inWord << 1 | last)
    last = inWord >> 63
    if isOpen, changes != 0 {
      keep(start, block &+ changes.trailingZeroBitCount)
      changes &= changes &- 1
      isOpen = false
    }
    while changes != 0 {
      start = block &+ changes.trailingZeroBitCount
      changes &= changes &- 1
      if changes == 0 {
        isOpen = true
        break
      }
      keep(start, block &+ changes.trailingZeroBitCount)
      changes &= changes &- 1
    }
  }
  // The zeros after the text end its last word.
  terms.count = count
  return true
}

/// Returns the top bit of each byte that is in a range; all bytes and both ends must be below 0x80.
@inline(__always)
private func marks(_ bytes: UInt64, from low: UInt64, to high: UInt64) -> UInt64 {
  let each: UInt64 = 0x0101_0101_0101_0101
  // Adding 0x80 - low carries into the top bit for bytes from low on, adding 0x7F - high for bytes above high.
  return (bytes &+ each &* (0x80 &- low)) & ~(bytes &+ each &* (0x7F &- high)) & (each &* 0x80)
}
