extension Splitting {
  /// Returns the last place in `range` where a text can be cut so that the parts have the same chunks as the whole; nil
  /// if there is none, or none that is easy to see.
  ///
  /// So parts can be encoded at the same time, and a long text can be read in blocks. There are two such places. Before
  /// white space that follows something else, a chunk always ends, except that GPT-4's pattern takes line ends together
  /// with the punctuation before them. And a single line end between two characters that are not white space ends a chunk
  /// whether or not something follows.
  ///
  /// - Parameter range: places from 1 to `count - 1`; a place is the offset of the first byte of the second part.
  func lastCut(of text: UnsafePointer<UInt8>, count: Int, in range: Range<Int>) -> Int? {
    guard self != .none else { return nil }
    let classes = ScalarClasses.shared
    return range.clamped(to: 1..<max(1, count)).last { canCut(text, count, at: $0, classes) }
  }

  private func canCut(_ text: UnsafePointer<UInt8>, _ count: Int, at place: Int, _ classes: ScalarClasses) -> Bool {
    // Only the white space of ASCII is looked for; other kinds are rare.
    let byte = text[place], before = text[place - 1]
    if byte == 0x20 || (0x09...0x0D).contains(byte) {
      let kind = classBefore(text, place, classes)
      guard kind != ScalarClass.space else { return false }
      return kind != ScalarClass.other || byte != 0x0A && byte != 0x0D
    }
    guard before == 0x0A, place >= 2 else { return false }
    return classBefore(text, place - 1, classes) != ScalarClass.space
      && classes.character(of: text, at: place, count: count).class != ScalarClass.space
  }

  /// Returns the class of the character that ends before `place`.
  private func classBefore(_ text: UnsafePointer<UInt8>, _ place: Int, _ classes: ScalarClasses) -> UInt8 {
    // A byte that begins a sequence is never part of another, so a valid sequence that ends here is a character.
    for length in 1...min(4, place) where text[place - length] & 0xC0 != 0x80 {
      let found = classes.character(of: text, at: place - length, count: place)
      return found.length == length ? found.class : ScalarClass.other
    }
    return ScalarClass.other
  }
}

extension Splitting {
  /// Returns the ends of parts of about `size` bytes, cut at safe places; the last is `count`.
  func parts(of text: UnsafePointer<UInt8>, count: Int, size: Int) -> [Int] {
    var ends: [Int] = [], start = 0
    while count - start > 2 * size {
      // A text without a place to cut is looked at once, not again for each part.
      var wanted = start + size, cut: Int?
      while cut == nil, wanted < count {
        cut = lastCut(of: text, count: count, in: wanted - size + 1..<wanted + 1)
        wanted += size
      }
      guard let cut else { break }
      ends.append(cut)
      start = cut
    }
    return ends + [count]
  }
}
