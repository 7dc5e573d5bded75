/// Reads JSON from bytes, one piece at a time, for a caller that knows what must come next (RFC 8259).
///
/// It builds no tree and is not recursive, so no text can exhaust the stack. Errors name the position of the byte.
struct JSONScanner {
  /// An error in the JSON text.
  struct Mistake: Error {
    let message: String
  }

  /// The maximum depth of nested brackets in values that are skipped.
  static let deepest = 64

  let bytes: [UInt8]
  /// The offset that is added to positions in messages: the position of the first byte in the file.
  let origin: Int
  /// The next byte to read.
  var position = 0

  init(_ bytes: [UInt8], origin: Int = 0) {
    self.bytes = bytes
    self.origin = origin
  }

  /// The next byte; nil at the end.
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// An error at the next byte or at the given position.
  func mistake(_ what: String, at place: Int? = nil) -> Mistake {
    Mistake(message: "byte \(origin + (place ?? position)): \(what)")
  }

  /// Skips white space: spaces, tabs, line feeds and carriage returns (RFC 8259, section 2).
  mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  /// Skips white space and then a character, if it comes next; returns whether it did.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Skips white space and then the word `null`, if it comes next; returns whether it did.
  mutating func takeNull() -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: "null".utf8) else { return false }
    position += 4
    return true
  }

  /// Skips a character that must come next; `what` names the alternatives in the message.
  mutating func expect(_ character: Unicode.Scalar, or what: String = "") throws {
    guard take(character) else { throw mistake("expected \"\(character)\"\(what)") }
  }

  /// Reads an object. `member` receives each name and its position, and reads the value.
  mutating func object(_ member: (inout JSONScanner, _ name: String, _ place: Int) throws -> Void) throws {
    try expect("{")
    if take("}") { return }
    repeat {
      skipSpace()
      let place = position
      let name = try string()
      try expect(":")
      try member(&self, name, place)
    } while take(",")
    try expect("}", or: " or \",\"")
  }

  /// Reads an array of at most `limit` whole numbers.
  mutating func wholeNumbers(limit: Int) throws -> [Int] {
    try expect("[")
    if take("]") { return [] }
    var numbers: [Int] = []
    repeat {
      guard numbers.count < limit else { throw mistake("more than \(limit) numbers in a list") }
      numbers.append(try wholeNumber())
    } while take(",")
    try expect("]", or: " or \",\"")
    return numbers
  }

  /// Reads a number from 0 to `Int.max` without a fraction or an exponent.
  mutating func wholeNumber() throws -> Int {
    skipSpace()
    let start = position
    if current == UInt8(ascii: "-") { throw mistake("a negative number where none is allowed") }
    var number = 0
    while let byte = current, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
      let (tens, tooManyTens) = number.multipliedReportingOverflow(by: 10)
      let (sum, tooLarge) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !tooManyTens, !tooLarge else { throw mistake("a number above \(Int.max)", at: start) }
      number = sum
      position += 1
    }
    guard position > start else { throw mistake("expected a whole number") }
    if position > start + 1, bytes[start] == UInt8(ascii: "0") {
      throw mistake("a number that starts with 0", at: start)
    }
    if let byte = current, ".eE".utf8.contains(byte) {
      throw mistake("a number with a fraction or an exponent; only whole numbers are allowed here", at: start)
    }
    return number
  }
}
