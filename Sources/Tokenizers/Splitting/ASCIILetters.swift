/// Eight bytes of a text as one number, the first byte lowest, and what can be asked of all eight at once.
struct EightBytes {
  let word: UInt64

  /// Loads the bytes at `pointer`, which need not be aligned.
  @inline(__always)
  init(_ pointer: UnsafePointer<UInt8>) {
    word = UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
  }

  /// The highest bit of each byte that is not an ASCII letter.
  ///
  /// Bytes are folded to lower case and compared by additions that cannot carry into the next byte.
  @inline(__always)
  var nonLetters: UInt64 {
    let low = (word | 0x2020_2020_2020_2020) & 0x7F7F_7F7F_7F7F_7F7F
    let fromA = low &+ 0x1F1F_1F1F_1F1F_1F1F  // the highest bit is set from 0x61 on
    let beyondZ = low &+ 0x0505_0505_0505_0505  // and here from 0x7B on
    return ~(fromA & ~beyondZ & ~word) & 0x8080_8080_8080_8080
  }

  /// Returns the end of a chunk that is ASCII letters, with or without a space before them, as most are; nil if the text
  /// has something else at `start`, or something after the letters that a look at single bytes cannot judge. The letters
  /// are one chunk in GPT-2's pattern and in GPT-4's.
  @inline(__always)
  static func wordEnd(_ text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int? {
    guard start + 8 <= count else { return nil }
    let bytes = EightBytes(text + start), hasSpace = bytes.word & 0xFF == 0x20
    let stops = hasSpace ? bytes.nonLetters & ~0x80 : bytes.nonLetters
    guard let end = lettersEnd(text, from: start, count: count, first: stops), end > start + (hasSpace ? 1 : 0) else {
      return nil
    }
    return end
  }

  /// Returns the number of ASCII letters from the byte at `start` on, where at least one byte must follow them, if more
  /// than eight bytes can be read at each step; nil if the first byte after them is not ASCII or is not within `count`.
  @inline(__always)
  private static func lettersEnd(_ text: UnsafePointer<UInt8>, from start: Int, count: Int, first: UInt64) -> Int? {
    var start = start, stops = first
    while stops == 0 {
      start += 8
      guard start + 8 <= count else { return nil }
      stops = EightBytes(text + start).nonLetters
    }
    let end = start + stops.trailingZeroBitCount >> 3
    return text[end] < 0x80 ? end : nil
  }
}
