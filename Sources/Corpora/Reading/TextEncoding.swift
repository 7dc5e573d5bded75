/// U+FEFF in UTF-8: some editors begin a file with it.
package let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// How the characters of a text file are written as bytes.
enum TextEncoding: String {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16 (little-endian)"
  case utf16BigEndian = "UTF-16 (big-endian)"
  case utf32LittleEndian = "UTF-32 (little-endian)"
  case utf32BigEndian = "UTF-32 (big-endian)"

  /// The bytes per code unit.
  var unitSize: Int {
    switch self {
    case .utf8: 1
    case .utf16LittleEndian, .utf16BigEndian: 2
    case .utf32LittleEndian, .utf32BigEndian: 4
    }
  }

  /// Returns the code unit at the start of `bytes`.
  func unit(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
    switch self {
    case .utf8: UInt32(bytes[offset])
    case .utf16LittleEndian: UInt32(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    case .utf16BigEndian: UInt32(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    case .utf32LittleEndian: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    case .utf32BigEndian: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }

  /// Returns the scalar at `offset` and its length in bytes; nil if it is not one. Not for UTF-8.
  func scalar(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> (value: Unicode.Scalar, length: Int)? {
    guard bytes.count - offset >= unitSize else { return nil }
    let unit = unit(bytes, at: offset)
    if let scalar = Unicode.Scalar(unit) { return (scalar, unitSize) }
    // A character beyond the Basic Multilingual Plane is two surrogates in UTF-16, the high one first.
    guard unitSize == 2, 0xD800..<0xDC00 ~= unit, bytes.count - offset >= 4 else { return nil }
    let low = self.unit(bytes, at: offset + 2)
    guard 0xDC00..<0xE000 ~= low else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)).map { ($0, 4) }
  }
}

// MARK: - Recognizing an encoding

extension TextEncoding {
  /// An encoding, and the length of the byte order mark that named it; 0 if there is none.
  struct Recognized: Equatable {
    let encoding: TextEncoding
    let mark: Int
  }

  /// The number of bytes at the start of a text in which its encoding is looked for.
  static let sampleSize = 4096

  private static let byteOrderMarks: [(bytes: [UInt8], encoding: TextEncoding)] = [
    (byteOrderMark, .utf8),
    // The mark of UTF-32 begins like that of UTF-16.
    ([0xFF, 0xFE, 0, 0], .utf32LittleEndian), ([0, 0, 0xFE, 0xFF], .utf32BigEndian),
    ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
  ]

  /// Recognizes the encoding of a text from its first bytes: by a byte order mark, or by the places of its NUL bytes.
  /// Without either, it is UTF-8.
  static func of(_ start: [UInt8]) -> Recognized {
    if let (bytes, encoding) = byteOrderMarks.first(where: { start.starts(with: $0.bytes) }) {
      return Recognized(encoding: encoding, mark: bytes.count)
    }
    let sample = start.prefix(sampleSize)
    guard sample.contains(0) else { return Recognized(encoding: .utf8, mark: 0) }
    let found = sample.withUnsafeBytes { bytes in
      [TextEncoding.utf32LittleEndian, .utf32BigEndian, .utf16LittleEndian, .utf16BigEndian].first {
        $0.fits(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - bytes.count % $0.unitSize)]))
      }
    }
    return Recognized(encoding: found ?? .utf8, mark: 0)
  }

  /// Whether a sample with NUL bytes is a text in this encoding rather than in UTF-8.
  private func fits(_ sample: UnsafeRawBufferPointer) -> Bool {
    let units = sample.count / unitSize
    guard units >= 2 else { return false }
    // The lowest byte of a unit is never NUL in a text, and the highest is NUL wherever the character is from ASCII or
    // Latin-1.
    let isLittle = self == .utf16LittleEndian || self == .utf32LittleEndian
    let low = isLittle ? 0 : unitSize - 1, high = isLittle ? unitSize - 1 : 0
    var highNULs = 0
    for start in stride(from: 0, to: sample.count, by: unitSize) {
      if unitSize > 2 || sample[start + high] != 0 { continue }
      guard sample[start + low] != 0 else { return false }
      highNULs += 1
    }
    guard isText(sample) else { return false }
    // All of UTF-32 has NUL bytes, and hardly anything else can be read as such.
    if unitSize == 4 { return true }
    if Double(highNULs) >= 0.7 * Double(units) { return true }
    // In other scripts, only spaces and punctuation have NUL bytes. Such a text is not also one in UTF-8.
    return Double(highNULs) >= 0.02 * Double(units) && !TextEncoding.utf8.isText(sample)
  }

  /// Whether bytes are text in this encoding: valid, without control characters other than white space, and hardly with
  /// any scalar that is no character, as bytes in the wrong order have them. The last character may be cut off.
  private func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    func isControl(_ value: UInt32) -> Bool { value < 0x20 && !(0x09...0x0D).contains(value) || value == 0x7F }
    guard self != .utf8 else {
      let end = firstInvalidByte(in: bytes) ?? bytes.count
      // NUL bytes are ignored: they are what raised the question.
      return end + 4 > bytes.count && !bytes[..<end].contains { $0 != 0 && isControl(UInt32($0)) }
    }
    var (offset, count, strangeCount) = (0, 0, 0)
    while offset < bytes.count, let (scalar, length) = scalar(bytes, at: offset) {
      if isControl(scalar.value) { return false }
      if [.unassigned, .privateUse].contains(scalar.properties.generalCategory) { strangeCount += 1 }
      count += 1
      offset += length
    }
    return offset + 4 > bytes.count && 100 * strangeCount <= count
  }
}
