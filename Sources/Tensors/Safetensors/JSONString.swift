extension JSONScanner {
  /// Reads a string and replaces its escapes with the characters that they stand for. Invalid UTF-8 is an error.
  mutating func string() throws -> String {
    guard take("\"") else { throw mistake("expected a string") }
    let start = position
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw mistake("a string that is not UTF-8", at: start)
        }
        position += 1
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
      case ..<0x20: throw mistake("a control character in a string")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw mistake("the text ends inside a string")
  }

  /// The UTF-8 bytes of the character that an escape stands for.
  private mutating func escape() throws -> [UInt8] {
    let start = position
    position += 1
    guard let letter = current else { throw mistake("the text ends inside a string") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): break
    default: throw mistake("an unknown escape sequence", at: start)
    }
    var code = try hexadecimal()
    // A character beyond the Basic Multilingual Plane is written as two surrogates, the high one first (RFC 8259,
    // section 7).
    if 0xD800..<0xDC00 ~= code, bytes[position...].starts(with: "\\u".utf8) {
      position += 2
      let low = try hexadecimal()
      guard 0xDC00..<0xE000 ~= low else { throw mistake("half of a surrogate pair", at: start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw mistake("half of a surrogate pair", at: start) }
    return Array(String(scalar).utf8)
  }

  private mutating func hexadecimal() throws -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw mistake("expected four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
