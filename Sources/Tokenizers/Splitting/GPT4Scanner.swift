/// Finds the chunks of the pattern of GPT-4's vocabulary, cl100k_base:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
struct GPT4Scanner: ChunkScanner {
  private let classes = ScalarClasses.shared

  @inline(__always)
  func end(of text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
    EightBytes.wordEnd(text, from: start, count: count) ?? anyEnd(text, start, count)
  }

  @inline(never)
  private func anyEnd(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    let byte = text[start]
    if byte == UInt8(ascii: "'"), let end = contractionEnd(text, start, count) { return end }
    let (kind, length) = classes.character(of: text, at: start, count: count)
    let second = start + length
    if kind == ScalarClass.number { return numberEnd(text, second, count) }
    if kind == ScalarClass.letter { return runEnd(text, second, count, of: kind) }
    let next =
      second < count ? classes.character(of: text, at: second, count: count) : (class: ScalarClass.space, length: 0)
    if next.class == ScalarClass.letter, !isLineEnd(byte) {
      return runEnd(text, second + next.length, count, of: ScalarClass.letter)
    }
    if kind == ScalarClass.other || byte == 0x20 && next.class == ScalarClass.other {
      var end = runEnd(text, second, count, of: ScalarClass.other)
      while end < count, isLineEnd(text[end]) { end += 1 }
      return end
    }
    return spaceEnd(text, start, count)
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private func runEnd(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int, of kind: UInt8) -> Int {
    var end = start
    while end < count {
      let next = classes.character(of: text, at: end, count: count)
      guard next.class == kind else { break }
      end += next.length
    }
    return end
  }

  /// Returns the end of a number whose second character is at `start`.
  private func numberEnd(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    var end = start
    for _ in 0..<2 where end < count {
      let next = classes.character(of: text, at: end, count: count)
      guard next.class == ScalarClass.number else { break }
      end += next.length
    }
    return end
  }

  /// Returns the end of a chunk of white space: the last line end in it; else all but its last character, if something
  /// else follows.
  private func spaceEnd(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    var end = start, last = start, afterLineEnd = start
    while end < count {
      let next = classes.character(of: text, at: end, count: count)
      guard next.class == ScalarClass.space else { break }
      last = end
      end += next.length
      if isLineEnd(text[last]) { afterLineEnd = end }
    }
    if afterLineEnd > start { return afterLineEnd }
    return end < count && last > start ? last : end
  }

  private func contractionEnd(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    guard start + 1 < count else { return nil }
    // Sets the bit that tells small from capital letters.
    let first = text[start + 1] | 0x20
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "t"): return start + 2
    default: break
    }
    guard start + 2 < count else { return nil }
    // The long s, U+017F, is an s in another case.
    if text[start + 1] == 0xC5, text[start + 2] == 0xBF { return start + 3 }
    switch (first, text[start + 2] | 0x20) {
    case (UInt8(ascii: "l"), UInt8(ascii: "l")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "r"), UInt8(ascii: "e")):
      return start + 3
    default: return nil
    }
  }
}
