/// Finds the chunks of GPT-2's pattern:
///
///     '(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// Source: Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, the published code.
struct GPT2Scanner: ChunkScanner {
  private let classes = ScalarClasses.shared

  @inline(__always)
  func end(of text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
    EightBytes.wordEnd(text, from: start, count: count) ?? anyEnd(text, start, count)
  }

  @inline(never)
  private func anyEnd(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    if text[start] == UInt8(ascii: "'"), let end = contractionEnd(text, start, count) { return end }
    var (kind, length) = classes.character(of: text, at: start, count: count)
    var end = start + length
    if text[start] == 0x20, end < count {
      let (next, nextLength) = classes.character(of: text, at: end, count: count)
      if next != ScalarClass.space { (kind, end) = (next, end + nextLength) }
    }
    // The start of the last character, which white space leaves to the next chunk.
    var last = start
    while end < count {
      let (next, nextLength) = classes.character(of: text, at: end, count: count)
      guard next == kind else { break }
      last = end
      end += nextLength
    }
    return kind == ScalarClass.space && end < count && last > start ? last : end
  }

  private func contractionEnd(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    guard start + 1 < count else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "t"): return start + 2
    default: break
    }
    guard start + 2 < count else { return nil }
    switch (text[start + 1], text[start + 2]) {
    case (UInt8(ascii: "l"), UInt8(ascii: "l")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "r"), UInt8(ascii: "e")):
      return start + 3
    default: return nil
    }
  }
}
