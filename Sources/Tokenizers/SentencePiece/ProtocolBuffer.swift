import Files

/// The fields of a message in the binary format of protocol buffers.
///
/// A message is a list of fields, each with a number, and a value whose form the field's key gives: an integer of
/// variable length, four or eight bytes, or a length and so many bytes (text, or a message inside).
///
/// Source: the encoding page of the protocol buffers documentation.
struct ProtocolBuffer {
  /// A value of a field.
  enum Value {
    case integer(UInt64)
    case fourBytes(UInt32)
    case eightBytes(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  /// The fields in the order of the file.
  private(set) var fields: [(number: Int, value: Value)] = []

  /// Parses a message.
  ///
  /// - Throws: `Problem` of kind `badData` if it is cut short, or if it has a field of a form that does not exist.
  init(_ bytes: ArraySlice<UInt8>) throws {
    var rest = bytes
    while !rest.isEmpty {
      let key = try Self.integer(&rest)
      guard let number = Int(exactly: key >> 3), number > 0 else { throw Self.damaged }
      switch key & 7 {
      case 0: fields.append((number, .integer(try Self.integer(&rest))))
      case 1: fields.append((number, .eightBytes(try Self.fixed(&rest, 8))))
      case 2:
        guard let length = Int(exactly: try Self.integer(&rest)), length <= rest.count else { throw Self.damaged }
        fields.append((number, .bytes(rest.prefix(length))))
        rest = rest.dropFirst(length)
      case 5: fields.append((number, .fourBytes(UInt32(try Self.fixed(&rest, 4)))))
      default: throw Self.damaged
      }
    }
  }

  private static let damaged = Problem(.badData, "the file is cut short or damaged")

  private static func integer(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw damaged }
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return value }
    }
    throw damaged
  }

  private static func fixed(_ rest: inout ArraySlice<UInt8>, _ count: Int) throws -> UInt64 {
    guard rest.count >= count else { throw damaged }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Returns the last value of a field; nil if there is none.
  private func value(_ number: Int) -> Value? { fields.last { $0.number == number }?.value }

  /// Returns the integer of a field; nil if there is none.
  func integer(_ number: Int) -> Int? {
    if case .integer(let value) = value(number) { Int(truncatingIfNeeded: value) } else { nil }
  }

  /// Returns the truth value of a field; nil if there is none.
  func bool(_ number: Int) -> Bool? { integer(number).map { $0 != 0 } }

  /// Returns the floating-point number of a field; nil if there is none.
  func float(_ number: Int) -> Float? {
    if case .fourBytes(let bits) = value(number) { Float(bitPattern: bits) } else { nil }
  }

  /// Returns the bytes of a field; nil if there are none.
  func bytes(_ number: Int) -> ArraySlice<UInt8>? {
    if case .bytes(let bytes) = value(number) { bytes } else { nil }
  }

  /// Returns the messages of a field that may occur several times.
  func messages(_ number: Int) throws -> [ProtocolBuffer] {
    try fields.compactMap {
      if $0.number == number, case .bytes(let bytes) = $0.value { try ProtocolBuffer(bytes) } else { nil }
    }
  }
}
