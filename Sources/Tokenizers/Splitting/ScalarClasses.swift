/// What the splitting patterns ask of a character: `\p{L}`, `\p{N}`, `\s`, or none of them.
enum ScalarClass {
  static let other: UInt8 = 0
  static let letter: UInt8 = 1
  static let number: UInt8 = 2
  static let space: UInt8 = 3
}

/// The class of every Unicode scalar, in a table that is built once: 4,352 page numbers, and pages of 256 classes, of
/// which equal ones are stored once.
///
/// Letters are the general categories L, numbers N, and spaces have the property White_Space.
struct ScalarClasses: @unchecked Sendable {
  private let pageNumbers: UnsafeMutablePointer<UInt8>
  /// The first page is that of ASCII and Latin-1.
  private let pages: UnsafeMutablePointer<UInt8>

  /// The table; it lives as long as the process.
  static let shared = ScalarClasses()

  private init() {
    pageNumbers = .allocate(capacity: 0x1100)
    pageNumbers.initialize(repeating: 0, count: 0x1100)
    var known: [[UInt8]: UInt8] = [:], all: [UInt8] = []
    for number in 0..<0x1100 {
      let page = Self.page(number)
      if let same = known[page] {
        pageNumbers[number] = same
      } else {
        let next = UInt8(known.count)
        known[page] = next
        pageNumbers[number] = next
        all += page
      }
    }
    pages = .allocate(capacity: all.count)
    pages.initialize(from: all, count: all.count)
  }

  private static func page(_ number: Int) -> [UInt8] {
    // Planes 4 to 13 have no characters, and 15 and 16 only those for private use.
    let plane = number >> 8
    guard plane < 4 || plane == 14 else { return [UInt8](repeating: ScalarClass.other, count: 256) }
    return (0..<256).map { of(Unicode.Scalar(UInt32(number << 8 + $0))) }
  }

  /// Returns the class of a scalar from its properties; a surrogate, which is no scalar, is other.
  static func of(_ scalar: Unicode.Scalar?) -> UInt8 {
    guard let properties = scalar?.properties else { return ScalarClass.other }
    if properties.isWhitespace { return ScalarClass.space }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: ScalarClass.letter
    case .decimalNumber, .letterNumber, .otherNumber: ScalarClass.number
    default: ScalarClass.other
    }
  }

  /// Returns the class of a scalar.
  @inline(__always)
  subscript(value: UInt32) -> UInt8 { pages[Int(pageNumbers[Int(value >> 8)]) << 8 | Int(value & 0xFF)] }

  /// Returns the class of the character at `start`, which is less than `count`, and its length in bytes.
  ///
  /// A byte that does not begin a valid sequence is a character of its own, of class other.
  @inline(__always)
  func character(of text: UnsafePointer<UInt8>, at start: Int, count: Int) -> (class: UInt8, length: Int) {
    let byte = text[start]
    if byte < 0x80 { return (pages[Int(byte)], 1) }
    return beyondASCII(text + start, count - start)
  }

  /// The well-formed sequences of the Unicode standard, table 3-7.
  @inline(never)
  private func beyondASCII(_ text: UnsafePointer<UInt8>, _ count: Int) -> (class: UInt8, length: Int) {
    let first = text[0]
    guard first >= 0xC2, first <= 0xF4, count >= 2 else { return (ScalarClass.other, 1) }
    let second = text[1]
    guard second & 0xC0 == 0x80 else { return (ScalarClass.other, 1) }
    if first < 0xE0 { return (self[UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F)], 2) }
    guard count >= 3, text[2] & 0xC0 == 0x80 else { return (ScalarClass.other, 1) }
    let low = UInt32(second & 0x3F) << 6 | UInt32(text[2] & 0x3F)
    if first < 0xF0 {
      let value = UInt32(first & 0x0F) << 12 | low
      // Neither an overlong form nor a surrogate.
      guard value >= 0x800, value & 0xF800 != 0xD800 else { return (ScalarClass.other, 1) }
      return (self[value], 3)
    }
    guard count >= 4, text[3] & 0xC0 == 0x80 else { return (ScalarClass.other, 1) }
    let value = UInt32(first & 0x07) << 18 | low << 6 | UInt32(text[3] & 0x3F)
    guard value >= 0x10000, value < 0x110000 else { return (ScalarClass.other, 1) }
    return (self[value], 4)
  }
}
