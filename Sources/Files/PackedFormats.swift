/// A format in which texts are packed or documents are kept, recognized by the first bytes of a file.
///
/// Read as text, such a file would be noise.
struct PackedFormat: Sendable {
  /// What the file is, after "is": `compressed with xz`.
  let description: String
  /// What to do, given the file's name as a shell takes it.
  let advice: @Sendable (_ file: String) -> String

  /// Recognizes a format from the first bytes of a file, 300 or more; nil if they are of no format known here.
  static func of(_ start: [UInt8]) -> PackedFormat? {
    formats.first { known in
      start.count >= known.offset + known.bytes.count && start[known.offset...].starts(with: known.bytes)
    }?.format
  }

  /// The first bytes of a file that gzip wrote, with deflate as its only method (RFC 1952).
  static let gzipStart: [UInt8] = [0x1F, 0x8B, 8]

  private static func compressed(with name: String, _ command: String) -> PackedFormat {
    PackedFormat(description: "compressed with \(name)") { "Unpack it first: \(command) \($0)" }
  }

  private static func archive(_ name: String, _ command: String) -> PackedFormat {
    PackedFormat(description: "\(name) archive") { "Unpack it first: \(command) \($0)" }
  }

  private static func document(_ name: String) -> PackedFormat {
    PackedFormat(description: name) { _ in "Save it as plain text first." }
  }

  private static let formats: [(offset: Int, bytes: [UInt8], format: PackedFormat)] = [
    (0, [0x1F, 0x8B], compressed(with: "gzip", "gunzip -k")),
    (0, [0x1F, 0x9D], compressed(with: "compress", "gunzip -k")),
    (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], compressed(with: "xz", "xz -dk")),
    (0, [0x28, 0xB5, 0x2F, 0xFD], compressed(with: "zstd", "zstd -d")),
    (0, [0x04, 0x22, 0x4D, 0x18], compressed(with: "lz4", "lz4 -d")),
    // After "BZh" and a digit comes a block, which begins with the digits of pi, or the end of an empty file, which begins
    // with those of its square root.
    (4, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], compressed(with: "bzip2", "bunzip2 -k")),
    (4, [0x17, 0x72, 0x45, 0x38, 0x50, 0x90], compressed(with: "bzip2", "bunzip2 -k")),
    (
      0, Array("KDLNTEXT".utf8),
      PackedFormat(description: "compressed with a model of this course") { _ in
        "Decompress it first, with the model that compressed it."
      }
    ),
    (
      0, Array("PK\u{3}\u{4}".utf8),
      PackedFormat(description: "a zip archive, as .docx, .odt and .epub files are too") {
        "Unpack it first: unzip \($0); or save a document as plain text."
      }
    ),
    (0, Array("PK\u{5}\u{6}".utf8), PackedFormat(description: "an empty zip archive") { _ in "Name another file." }),
    (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], archive("a 7-Zip", "7z x")),
    (0, Array("Rar!\u{1A}\u{7}".utf8), archive("a RAR", "unrar x")),
    (257, Array("ustar".utf8), archive("a tar", "tar -xf")),
    (0, Array("%PDF-".utf8), document("a PDF document")),
    (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], document("a document of an old office program")),
    (0, [0x89] + Array("PNG\r\n".utf8), picture), (0, [0xFF, 0xD8, 0xFF], picture),
  ]

  private static let picture = PackedFormat(description: "a picture") { _ in "Name a text file." }
}

extension PackedFormat {
  /// Returns the problem of a packed file where a text is needed.
  func problem(_ path: String) -> Problem {
    Problem(
      .badData, "\(inputName(path)) is \(description)",
      suggestion: advice(path == standardInput ? "FILE" : shellWord(path)))
  }
}

/// Returns a path as a word of a shell command: in quotes if it has characters that a shell would interpret.
func shellWord(_ path: String) -> String {
  let plain = path.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || "0123456789._-+/:=@%,".unicodeScalars.contains($0)
  }
  return plain
    ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
