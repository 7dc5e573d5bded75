/// Returns the offset of the first sequence that is not UTF-8, or nil.
///
/// `String` repairs or refuses bad bytes but never says where they are, which is why this scan exists. It follows table
/// 3-7 of the Unicode standard: the first byte determines how many bytes follow, and only the second byte has a range
/// that depends on it.
func firstInvalidByte(in bytes: UnsafeRawBufferPointer) -> Int? {
  let count = bytes.count
  var i = 0
  while i < count {
    let lead = bytes[i]
    if lead < 0x80 {
      i += 1
      // ASCII comes in long runs: eight bytes at a time while none has its top bit set.
      while i + 8 <= count,
        bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        i += 8
      }
      continue
    }
    let following: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: following = 1  // 0xC0 and 0xC1 could only begin an overlong form of ASCII
    case 0xE0: (following, second) = (2, 0xA0...0xBF)  // below: overlong
    case 0xED: (following, second) = (2, 0x80...0x9F)  // above: surrogates
    case 0xE1...0xEF: following = 2
    case 0xF0: (following, second) = (3, 0x90...0xBF)  // below: overlong
    case 0xF4: (following, second) = (3, 0x80...0x8F)  // above: beyond U+10FFFF
    case 0xF1...0xF3: following = 3
    default: return i
    }
    guard i + following < count, second.contains(bytes[i + 1]) else { return i }
    if following >= 2, bytes[i + 2] & 0xC0 != 0x80 { return i }
    if following == 3, bytes[i + 3] & 0xC0 != 0x80 { return i }
    i += following + 1
  }
  return nil
}

/// Returns how many bytes come before a character that begins at the end of the bytes and goes on after it.
func completePart(of bytes: UnsafeRawBufferPointer) -> Int {
  for back in 1...3 where back <= bytes.count {
    let byte = bytes[bytes.count - back]
    if byte & 0xC0 == 0x80 { continue }
    let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
    return length > back ? bytes.count - back : bytes.count
  }
  return bytes.count
}
