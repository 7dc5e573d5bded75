/// Reads JSON from bytes, a piece at a time, where the caller knows what must come next (RFC 8259).
///
/// It builds no tree and calls itself nowhere, so that no text can exhaust the stack. Mistakes name the byte's place.
struct JSONScanner {
  /// What is wrong with a text.
  struct Mistake: Error {
    let message: String
  }

  /// How deeply brackets may nest in values that are skipped.
  static let deepest = 64

  let bytes: [UInt8]
  /// What is added to places in messages: where in the file the first byte stands.
  let origin: Int
  /// The next byte to read.
  var position = 0

  init(_ bytes: [UInt8], origin: Int = 0) {
    self.bytes = bytes
    self.origin = origin
  }

  /// The next byte, none at the end.
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// A mistake at the next byte or at another.
  func mistake(_ what: String, at place: Int? = nil) -> Mistake {
    Mistake(message: "byte \(origin + (place ?? position)): \(what)")
  }

  /// Goes past white space: spaces, tabs, line feeds and carriage returns (RFC 8259, section 2).
  mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  /// Goes past a character, white space before it too, when it comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Goes past a character that must come next; `what` says what else might have stood there.
  mutating func expect(_ character: Unicode.Scalar, or what: String = "") throws {
    guard take(character) else { throw mistake("expected \"\(character)\"\(what)") }
  }

  /// Goes through an object. `member` receives each name and the name's place, and reads the value.
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

  /// Reads an array of whole numbers that has no more than `limit`.
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

  /// Reads a number from 0 to `Int.max` that has no fraction and no exponent.
  mutating func wholeNumber() throws -> Int {
    skipSpace()
    let start = position
    if current == UInt8(ascii: "-") { throw mistake("a negative number where none can be") }
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
      throw mistake("a number with a fraction or an exponent; only whole numbers can stand here", at: start)
    }
    return number
  }
}
