import Files

/// A JSON value that keeps what a vocabulary needs: the order of an object's members, and members whose names are
/// canonically equivalent.
///
/// Foundation's decoders put the members into a dictionary of strings, and Swift's strings are equal if they are
/// canonically equivalent: of "Å" (U+00C5) and "Å" (U+212B, the angstrom sign), one would be lost. Here names are only
/// ever compared byte by byte.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A named value of an object.
  struct Member: Sendable {
    var name: String
    var value: JSONValue

    init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// Parses a whole JSON text.
  ///
  /// - Throws: `Problem` of kind `badData` that says what is wrong at which line.
  init(parsing bytes: [UInt8]) throws {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }

  /// The member of an object with this name; nil if it has none, or if the member is null. Of two members with one
  /// name the last counts, as in Python.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self,
      let member = members.last(where: { $0.name.utf8.elementsEqual(name.utf8) })
    else { return nil }
    if case .null = member.value { return nil }
    return member.value
  }

  /// The text of a string; nil for other values.
  var text: String? { if case .string(let text) = self { text } else { nil } }
  /// The number; nil for other values.
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  /// The number as an integer; nil if it is none, or for other values.
  var integer: Int? { number.flatMap { Int(exactly: $0) } }
  /// The number as a token; nil if it is none.
  var token: Int32? { number.flatMap { Int32(exactly: $0) }.flatMap { $0 < 0 ? nil : $0 } }
  /// The truth value; nil for other values.
  var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  /// The elements of an array; nil for other values.
  var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  /// The members of an object; nil for other values.
  var members: [Member]? { if case .object(let members) = self { members } else { nil } }
}

/// Reads JSON (RFC 8259) from UTF-8.
private struct JSONParser {
  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  /// Deeper nesting is refused, because each level takes some of the stack.
  private static let maximumDepth = 100

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    let value = try value()
    skipSpace()
    guard place == bytes.count else { throw problem("there is more after the end") }
    return value
  }

  private func problem(_ what: String) -> Problem {
    let line = 1 + bytes[..<min(place, bytes.count)].count { $0 == 0x0A }
    return Problem(.badData, place >= bytes.count ? "the JSON is cut short" : "line \(line) is not JSON: \(what)")
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func value() throws -> JSONValue {
    skipSpace()
    guard place < bytes.count else { throw problem("") }
    switch bytes[place] {
    case UInt8(ascii: "{"):
      return .object(
        try list(until: UInt8(ascii: "}")) { parser in
          parser.skipSpace()
          let name = try parser.string()
          guard parser.skip(UInt8(ascii: ":")) else { throw parser.problem("a colon is missing") }
          return JSONValue.Member(name, try parser.value())
        })
    case UInt8(ascii: "["): return .array(try list(until: UInt8(ascii: "]")) { try $0.value() })
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func list<Item>(until end: UInt8, _ item: (inout JSONParser) throws -> Item) throws -> [Item] {
    place += 1
    depth += 1
    guard depth <= Self.maximumDepth else { throw problem("it is nested too deeply") }
    var items: [Item] = []
    if !skip(end) {
      repeat { items.append(try item(&self)) } while skip(UInt8(ascii: ","))
      guard skip(end) else { throw problem("a comma or a closing bracket is missing") }
    }
    depth -= 1
    return items
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
    guard bytes[place...].starts(with: word.utf8) else { throw problem("a value is missing") }
    place += word.utf8.count
    return value
  }

  private mutating func number() throws -> JSONValue {
    let start = place
    while place < bytes.count, "+-.eE0123456789".utf8.contains(bytes[place]) { place += 1 }
    guard let number = Double(String(decoding: bytes[start..<place], as: UTF8.self)), number.isFinite else {
      place = start
      throw problem("a value is missing")
    }
    return .number(number)
  }

  private mutating func string() throws -> String {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw problem("a name in quotes is missing") }
    place += 1
    var text: [UInt8] = [], start = place
    while true {
      guard place < bytes.count else { throw problem("") }
      switch bytes[place] {
      case UInt8(ascii: "\""):
        text += bytes[start..<place]
        guard let result = String(validating: text, as: UTF8.self) else { throw problem("the text is not UTF-8") }
        place += 1
        return result
      case UInt8(ascii: "\\"):
        text += bytes[start..<place]
        place += 1
        text += Array(String(try escaped()).utf8)
        start = place
      case ..<0x20: throw problem("a control character is not escaped")
      default: place += 1
      }
    }
  }

  private mutating func escaped() throws -> Unicode.Scalar {
    guard place < bytes.count else { throw problem("") }
    place += 1
    switch bytes[place - 1] {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "u"):
      let unit = try hexadecimal()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      // The first half of a character beyond the basic plane; the second half follows.
      guard 0xD800..<0xDC00 ~= unit, bytes[place...].starts(with: #"\u"#.utf8) else { break }
      place += 2
      let second = try hexadecimal()
      guard 0xDC00..<0xE000 ~= second else { break }
      return Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    default: break
    }
    throw problem("an escaped character is wrong")
  }

  private mutating func hexadecimal() throws -> UInt32 {
    guard bytes.count - place >= 4 else {
      place = bytes.count
      throw problem("")
    }
    var value: UInt32 = 0
    for byte in bytes[place..<place + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw problem("an escaped character is wrong")
      }
      value = value << 4 | UInt32(digit)
    }
    place += 4
    return value
  }
}
