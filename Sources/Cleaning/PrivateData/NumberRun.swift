/// Groups of digits with short separators between them, as in `+44 (0)20 7946-0958`.
struct NumberRun {
  /// The digits of each group.
  private(set) var groups: [[UInt8]] = []
  /// What stands between neighboring groups: up to two of space, hyphen, dot, slash and parentheses.
  private(set) var separators: [[UInt8]] = []
  /// The offset behind each group.
  private(set) var ends: [Int] = []
  let hasPlus: Bool
  /// Whether the first group is in parentheses.
  let hasParenthesis: Bool
  /// Whether the run begins where a number can: not in the middle of a word, of a path or of a longer number.
  let hasSpaceBefore: Bool
  /// The byte behind the run; nil at the end of the text.
  let next: UInt8?

  /// The offset behind the first group.
  var firstGroupEnd: Int { ends[0] }

  /// Reads the run that begins at an offset; nil if none does.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    var i = start
    hasPlus = bytes[i] == UInt8(ascii: "+")
    if hasPlus { i += 1 }
    hasParenthesis = i < bytes.count && bytes[i] == UInt8(ascii: "(")
    if hasParenthesis { i += 1 }
    guard i < bytes.count, isDigit(bytes[i]) else { return nil }
    while true {
      var group: [UInt8] = []
      while i < bytes.count, isDigit(bytes[i]) {
        group.append(bytes[i])
        i += 1
      }
      groups.append(group)
      ends.append(i)
      var after = i
      while after < bytes.count, after < i + 2, " -./()".utf8.contains(bytes[after]) { after += 1 }
      // Longer runs are neither telephone numbers nor cards, but tables.
      guard after > i, after < bytes.count, isDigit(bytes[after]), groups.count < 12 else { break }
      separators.append(Array(bytes[i..<after]))
      i = after
    }
    // A parenthesis around the whole number is not part of it.
    if hasParenthesis, separators.first?.first != UInt8(ascii: ")") { return nil }
    next = i < bytes.count ? bytes[i] : nil
    hasSpaceBefore = Self.canBegin(bytes, at: start)
  }

  private static func canBegin(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard start > 0 else { return true }
    let before = bytes[start - 1]
    if before >= 0x80 {
      // After a no-break space, a dash or a quotation mark, but not after a letter or the sign of a currency.
      let last = String(decoding: bytes[max(0, start - 4)..<start], as: UTF8.self).unicodeScalars.last
      return last.map { $0 == "\u{A0}" || (0x2000...0x206F).contains($0.value) || $0 == "«" } ?? false
    }
    return !isASCIIWord(before) && !"_#$/-+.,=%".utf8.contains(before)
  }
}
