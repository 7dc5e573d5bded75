/// E-mail addresses: `nell.harrow+ferry@mail.example.com`.
///
/// Before the sign, ASCII letters, digits and `._%+-` are found, from a letter or digit on. The domain needs a dot and
/// at least two letters at its end, so `nell@home` and `at @ noon` are no addresses.
enum EmailAddress {
  static let mask = "<email>"

  /// Returns the range of the address around the sign at `sign`; nil if there is none. It begins at `start` or later.
  static func range(in bytes: UnsafeBufferPointer<UInt8>, at sign: Int, from start: Int) -> Range<Int>? {
    var first = sign
    while first > start, isASCIIWord(bytes[first - 1]) || "._%+-".utf8.contains(bytes[first - 1]) { first -= 1 }
    while first < sign, !isASCIIWord(bytes[first]) { first += 1 }
    guard first < sign else { return nil }
    var end = sign + 1
    /// The end of the domain up to the last label that can be a top-level domain.
    var domainEnd: Int?
    var label = end, hasDot = false
    while end < bytes.count {
      let byte = bytes[end]
      if isASCIIWord(byte) || byte == UInt8(ascii: "-") && end > label {
        end += 1
      } else if byte == UInt8(ascii: "."), end > label {
        if hasDot, isTopLevel(bytes[label..<end]) { domainEnd = end }
        hasDot = true
        end += 1
        label = end
      } else {
        break
      }
    }
    if hasDot, end > label, isTopLevel(bytes[label..<end]) { domainEnd = end }
    return domainEnd.map { first..<$0 }
  }

  private static func isTopLevel(_ label: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    label.count >= 2 && label.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
  }
}
