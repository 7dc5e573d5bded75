import Foundation

/// A reader of TensorBoard's event files, written apart from the writer: it checks lengths, and returns what the
/// checksums are for the caller to compare.
///
///     let records = try EventRecord.all(in: data)
///     records[1].step             // 10
///     records[1].figures          // ["loss/train": 2.5]
public struct EventRecord {
  /// When the record was made, in seconds since 1970.
  public var wallTime = 0.0
  /// The step; 0 in the first record.
  public var step = 0
  /// The version of the format, in the first record.
  public var version: String?
  /// The figures by their tags.
  public var figures: [String: Float] = [:]
  /// The bytes of the length and of the message, each with the checksum that the file has for them.
  public private(set) var checked: [(bytes: [UInt8], checksum: UInt32)] = []

  /// A file that is no sequence of records.
  public struct Damaged: Error {}

  /// Reads all records of a file.
  public static func all(in data: Data) throws -> [EventRecord] {
    var rest = Array(data)[...]
    var records: [EventRecord] = []
    while !rest.isEmpty {
      let length = try take(8, &rest), lengthSum = try number(take(4, &rest))
      let message = try take(Int(number(length)), &rest), messageSum = try number(take(4, &rest))
      var record = try EventRecord(message)
      record.checked = [(Array(length), UInt32(lengthSum)), (Array(message), UInt32(messageSum))]
      records.append(record)
    }
    return records
  }

  private init(_ message: ArraySlice<UInt8>) throws {
    for (field, value) in try Self.fields(message) {
      switch field {
      case 1: wallTime = Double(bitPattern: Self.number(value))
      case 2: step = Int(Self.number(value))
      case 3: version = String(decoding: value, as: UTF8.self)
      case 5:
        for (_, entry) in try Self.fields(value) {
          let parts = try Self.fields(entry)
          guard let tag = parts.first(where: { $0.field == 1 }), let figure = parts.first(where: { $0.field == 2 })
          else { throw Damaged() }
          figures[String(decoding: tag.value, as: UTF8.self)] = Float(bitPattern: UInt32(Self.number(figure.value)))
        }
      default: throw Damaged()
      }
    }
  }

  /// Splits a message into its fields; the value of a whole number is returned as its eight bytes.
  private static func fields(_ message: ArraySlice<UInt8>) throws -> [(field: Int, value: ArraySlice<UInt8>)] {
    var rest = message
    var fields: [(Int, ArraySlice<UInt8>)] = []
    while !rest.isEmpty {
      let key = try integer(&rest)
      let value: ArraySlice<UInt8>
      switch key & 7 {
      case 0:
        let integer = try integer(&rest)
        value = (0..<8).map { UInt8(truncatingIfNeeded: integer >> (8 * $0)) }[...]
      case 1: value = try take(8, &rest)
      case 2: value = try take(Int(integer(&rest)), &rest)
      case 5: value = try take(4, &rest)
      default: throw Damaged()
      }
      fields.append((Int(key >> 3), value))
    }
    return fields
  }

  private static func integer(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try take(1, &rest).first ?? 0
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Damaged()
  }

  private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else { throw Damaged() }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// The whole number of some bytes, the lowest first.
  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
