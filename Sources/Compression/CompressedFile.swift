import Files
import Foundation

// A compressed file: little-endian numbers, without gaps.
//
//     8 bytes     the letters KDLNTEXT
//     4           version
//     8           length of the original, in bytes
//     8           checksum of the original
//     8           fingerprint of the model
//     ...         output of the arithmetic coder
//     8           checksum of everything before

private let magic = Array("KDLNTEXT".utf8)
private let version: UInt32 = 1

/// The contents of a compressed file.
struct CompressedFile: Equatable {
  /// The number of bytes around the coder's output.
  static let frameBytes = 44
  private static let headerBytes = frameBytes - 8

  /// The length of the original, in bytes.
  let length: Int
  /// The original's ``Files/fingerprint(of:)``.
  let checksum: UInt64
  /// The fingerprint of the model.
  let model: UInt64
  /// The output of the coder.
  let payload: [UInt8]

  init(length: Int, checksum: UInt64, model: UInt64, payload: [UInt8]) {
    self.length = length
    self.checksum = checksum
    self.model = model
    self.payload = payload
  }

  /// The file's bytes.
  var bytes: Data {
    var data = Data(magic)
    func add(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    add(version)
    add(UInt64(length))
    add(checksum)
    add(model)
    data.append(contentsOf: payload)
    add(fingerprint(of: data))
    return data
  }

  /// Reads the bytes of a file; `name` is the file's name in messages.
  ///
  /// - Throws: `Problem` of kind `badData` if it is of another kind, of another version, cut short or changed.
  init(_ data: Data, name: String) throws {
    let parts = try data.withUnsafeBytes { file in
      guard file.count >= magic.count, file.starts(with: magic) else {
        throw Problem(.badData, "\(name) is not a compressed file of this program")
      }
      guard file.count >= Self.frameBytes else { throw Problem(.badData, "\(name) is cut short") }
      func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
        Number(littleEndian: file.loadUnaligned(fromByteOffset: offset, as: type))
      }
      let found = number(UInt32.self, at: 8), end = file.count - 8
      guard found == version else {
        throw Problem(
          .badData, "\(name) is a compressed file of version \(found); this program reads version \(version)")
      }
      guard fingerprint(of: file[..<end]) == number(UInt64.self, at: end),
        let length = Int(exactly: number(UInt64.self, at: 12))
      else {
        throw Problem(
          .badData, "\(name) is cut short or damaged: its checksum does not match", suggestion: "Use another copy."
        )
      }
      return (length, number(UInt64.self, at: 20), number(UInt64.self, at: 28), Array(file[Self.headerBytes..<end]))
    }
    (length, checksum, model, payload) = parts
  }
}
