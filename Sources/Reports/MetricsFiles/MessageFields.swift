import Foundation

/// The fields of a message in the binary format of protocol buffers: each is a key, which joins the field's number with
/// the kind of its value, and the value.
///
///     var message = MessageFields()
///     message.append(1, double: 0.5)
///     message.append(2, integer: 300)
///     message.bytes  // 09 00 00 00 00 00 00 E0 3F 10 AC 02
///
/// The format is described at https://protobuf.dev/programming-guides/encoding.
struct MessageFields {
  /// The encoded fields.
  private(set) var bytes = Data()

  /// Adds a number of eight bytes.
  mutating func append(_ field: Int, double value: Double) {
    append(key: field, kind: 1)
    bytes.append(littleEndian: value.bitPattern)
  }

  /// Adds a number of four bytes.
  mutating func append(_ field: Int, float value: Float) {
    append(key: field, kind: 5)
    bytes.append(littleEndian: value.bitPattern)
  }

  /// Adds a whole number of 0 or more, in groups of seven bits, the lowest first.
  mutating func append(_ field: Int, integer value: Int) {
    append(key: field, kind: 0)
    append(integer: UInt64(clamping: value))
  }

  /// Adds a text.
  mutating func append(_ field: Int, text: String) { append(field, bytes: Data(text.utf8)) }

  /// Adds a message inside of this one.
  mutating func append(_ field: Int, message: MessageFields) { append(field, bytes: message.bytes) }

  private mutating func append(_ field: Int, bytes value: Data) {
    append(key: field, kind: 2)
    append(integer: UInt64(value.count))
    bytes.append(value)
  }

  private mutating func append(key field: Int, kind: UInt64) { append(integer: UInt64(field) << 3 | kind) }

  private mutating func append(integer: UInt64) {
    var rest = integer
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

extension Data {
  /// Adds the bytes of a whole number, the lowest first.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    var value = value.littleEndian
    Swift.withUnsafeBytes(of: &value) { append(contentsOf: $0) }
  }
}
