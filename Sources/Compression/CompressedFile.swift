import Files
import Foundation

// A compressed file: little-endian numbers, without gaps.
//
//     8 bytes     the letters KDLNTEXT
//     4           version: 1 if the model stayed as it was, 2 if it learned on the way, 3 if its network did, too
//     8           length of the original, in bytes
//     8           checksum of the original
//     8           fingerprint of the model, or 0 if there was none before
//     ...         output of the arithmetic coder
//     8           checksum of everything before

private let magic = Array("KDLNTEXT".utf8)

/// The contents of a compressed file.
struct CompressedFile: Equatable {
  /// The number of bytes around the coder's output.
  static let frameBytes = 44
  private static let headerBytes = frameBytes - 8

  /// How the model was used; its number is the file's version.
  enum Kind: UInt32, CaseIterable {
    /// The model stayed as it was.
    case fixed = 1
    /// The model learned from each part of the text after it was coded.
    case learning = 2
    /// So did its network.
    case learningNetwork = 3

    init(learning: Bool, network: Bool) { self = network ? .learningNetwork : learning ? .learning : .fixed }

    /// The words for a model that was used this way.
    var description: String {
      switch self {
      case .fixed: "a model that stayed as it was"
      case .learning: "a model that learned on the way"
      case .learningNetwork: "a model whose network learned on the way, too"
      }
    }
  }

  /// How the model was used.
  let kind: Kind
  /// The length of the original, in bytes.
  let length: Int
  /// The original's ``Files/fingerprint(of:)``.
  let checksum: UInt64
  /// The fingerprint of the model.
  let model: UInt64
  /// The output of the coder.
  let payload: [UInt8]

  init(kind: Kind = .fixed, length: Int, checksum: UInt64, model: UInt64, payload: [UInt8]) {
    self.kind = kind
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
    add(kind.rawValue)
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
      guard let kind = Kind(rawValue: found) else {
        let last = Kind.allCases.count
        throw Problem(
          .badData, "\(name) is a compressed file of version \(found); this program reads versions up to \(last)")
      }
      guard fingerprint(of: file[..<end]) == number(UInt64.self, at: end),
        let length = Int(exactly: number(UInt64.self, at: 12))
      else {
        throw Problem(
          .badData, "\(name) is cut short or damaged: its checksum does not match", suggestion: "Use another copy."
        )
      }
      return (
        kind, length, number(UInt64.self, at: 20), number(UInt64.self, at: 28), Array(file[Self.headerBytes..<end])
      )
    }
    (kind, length, checksum, model, payload) = parts
  }
}
