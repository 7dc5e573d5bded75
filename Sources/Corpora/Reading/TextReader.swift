import Files

/// Reads a text from outside, piece by piece: whatever its encoding and its line ends, the pieces are UTF-8 with `\n`
/// between lines.
///
/// Every reader of text in this library stands on this one, so all of them accept the same files.
struct TextReader {
  /// The path, or `-` for standard input.
  var path: String { file.path }
  /// The size of the file in bytes, if it is known before the end.
  var size: Int? { file.size }
  /// What was found so far.
  private(set) var facts = TextFacts()

  private let file: InputFile
  private let isLossy: Bool
  private let pieceSize: Int
  private let encoding: TextEncoding
  /// Bytes that were read but not decoded: the beginning of a character whose end is in the next piece, for instance.
  private var rest: [UInt8] = []
  /// The offset of `rest` in the text.
  private var offset: Int
  private var isAtEnd = false
  /// Whether the last character was a carriage return, so a newline after it belongs to it.
  private var isAfterReturn = false
  /// The number of line ends so far.
  private var lineEnds = 0

  /// Opens a text.
  ///
  /// - Parameters:
  ///   - path: the file, or `-` for standard input.
  ///   - isLossy: whether to replace bytes that are not in the encoding with U+FFFD, "�", instead of throwing.
  ///   - pieceSize: the approximate size of a piece in bytes.
  /// - Throws: the errors of ``Files/InputFile/init(_:)``.
  init(_ path: String, lossy isLossy: Bool = false, pieceSize: Int = 1 << 20) throws {
    try self.init(InputFile(path), lossy: isLossy, pieceSize: pieceSize)
  }

  /// Reads a text from a file of which nothing has been read yet.
  init(_ file: InputFile, lossy isLossy: Bool = false, pieceSize: Int = 1 << 20) throws {
    self.file = file
    (self.isLossy, self.pieceSize) = (isLossy, pieceSize)
    let start = file.peek(), found = TextEncoding.of(start)
    encoding = found.encoding
    offset = try file.next(found.mark).count
    facts.isGzip = file.isGzip
    guard encoding == .utf8 else {
      (facts.encoding, facts.isMarked) = (encoding, found.mark > 0)
      return
    }
    let controls = ByteCensus(start).controls
    guard !TextFacts.isBinary(controlCount: controls, of: start.count) else {
      throw Self.notText(file.path, controls, of: start.count, "first ")
    }
  }

  /// Returns the next piece, which ends between two characters; nil at the end.
  ///
  /// - Throws: `Problem` of kind `badData` if the text is empty, is not in its encoding, or is full of control characters;
  ///   `inputOutput` if reading fails partway.
  mutating func next() throws -> [UInt8]? {
    while !isAtEnd {
      let more = try file.next(pieceSize)
      isAtEnd = more.count < pieceSize
      rest = rest.isEmpty ? more : rest + more
      var piece = try encoding == .utf8 ? decodeUTF8() : decode()
      normalizeLineEnds(&piece)
      guard !piece.isEmpty else { continue }
      facts.byteCount += piece.count
      return piece
    }
    finishReturn()
    guard facts.byteCount > 0 else { throw Problem(.badData, "\(inputName(path)) is empty") }
    guard !TextFacts.isBinary(controlCount: facts.controlCount, of: facts.byteCount) else {
      throw Self.notText(path, facts.controlCount, of: facts.byteCount)
    }
    return nil
  }

  /// Takes everything from `rest` but the beginning of a character at its end.
  private mutating func decodeUTF8() throws -> [UInt8] {
    let complete = isAtEnd ? rest.count : rest.withUnsafeBytes(completePart)
    let invalid = rest.withUnsafeBytes { firstInvalidByte(in: UnsafeRawBufferPointer(rebasing: $0[..<complete])) }
    var piece = rest
    rest = Array(piece[complete...])
    piece.removeLast(rest.count)
    if let invalid {
      guard isLossy else { throw notUTF8(piece, at: invalid) }
      let repaired = String(decoding: piece, as: UTF8.self)
      facts.replacedCount += repaired.unicodeScalars.count { $0 == "\u{FFFD}" } - count("\u{FFFD}", piece)
      piece = Array(repaired.utf8)
    }
    offset += complete
    return piece
  }

  /// Decodes all characters of `rest` that are complete.
  private mutating func decode() throws -> [UInt8] {
    let bytes = rest
    var piece: [UInt8] = []
    piece.reserveCapacity(bytes.count)
    var (i, replaced) = (0, 0)
    try bytes.withUnsafeBytes { bytes in
      while i < bytes.count {
        if let (scalar, length) = encoding.scalar(bytes, at: i) {
          piece += UTF8.encode(scalar)!
          i += length
        } else {
          // Four bytes are enough for any character.
          if !isAtEnd, bytes.count - i < 4 { break }
          guard isLossy else { throw invalid(piece, at: offset + i) }
          piece += "\u{FFFD}".utf8
          replaced += 1
          i += min(encoding.unitSize, bytes.count - i)
        }
      }
    }
    rest.removeFirst(i)
    offset += i
    facts.replacedCount += replaced
    return piece
  }
}

// MARK: - Line ends

extension TextReader {
  /// Turns `\r\n` and `\r` into `\n` and counts them.
  private mutating func normalizeLineEnds(_ piece: inout [UInt8]) {
    let newline = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")
    guard let first = piece.first else { return }
    if isAfterReturn, first == newline {
      facts.windowsLineEnds += 1
      isAfterReturn = false
      piece.removeFirst()
    }
    finishReturn()
    let found = ByteCensus(piece)
    facts.controlCount += found.controls
    lineEnds += found.newlines
    if found.carriageReturns > 0 {
      var kept = 0
      piece.withUnsafeMutableBufferPointer { bytes in
        var i = 0
        while i < bytes.count {
          var byte = bytes[i]
          if byte == carriageReturn {
            byte = newline
            if i + 1 == bytes.count {
              isAfterReturn = true
            } else if bytes[i + 1] == newline {
              facts.windowsLineEnds += 1
              i += 1
            } else {
              facts.macLineEnds += 1
            }
          }
          bytes[kept] = byte
          kept += 1
          i += 1
        }
      }
      piece.removeLast(piece.count - kept)
      lineEnds += ByteCensus(piece).newlines - found.newlines
    }
  }

  /// Counts a carriage return at the end of the last piece, if no newline came after it.
  private mutating func finishReturn() {
    if isAfterReturn { facts.macLineEnds += 1 }
    isAfterReturn = false
  }
}

// MARK: - Problems

extension TextReader {
  /// The problem of a byte that is not UTF-8.
  private func notUTF8(_ piece: [UInt8], at place: Int) -> Problem {
    let byte = String(piece[place], radix: 16, uppercase: true)
    return Problem(
      .badData,
      "\(inputName(path)) is not UTF-8: byte 0x\(byte) at offset \(offset + place) (line \(line(after: piece[..<place]))) "
        + "is invalid",
      suggestion:
        "Convert it to UTF-8 (iconv can), or use \(Problem.setting("lossy")) to replace such bytes with U+FFFD.")
  }

  /// The problem of bytes that are not in another encoding.
  private func invalid(_ decoded: [UInt8], at offset: Int) -> Problem {
    Problem(
      .badData,
      "\(inputName(path)) is not valid \(encoding.rawValue): the bytes at offset \(offset) (line "
        + "\(line(after: decoded[...]))) are no character",
      suggestion: "Save it as UTF-8, or use \(Problem.setting("lossy")) to replace such bytes with U+FFFD.")
  }

  /// Returns the number of the line on which the text after a part of the current piece is, counted from 1.
  private func line(after part: ArraySlice<UInt8>) -> Int {
    var previous: UInt8 = isAfterReturn ? UInt8(ascii: "\r") : 0
    var line = lineEnds + 1
    for byte in part {
      if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") && previous != UInt8(ascii: "\r") { line += 1 }
      previous = byte
    }
    return line
  }

  private static func notText(_ path: String, _ controls: Int, of count: Int, _ which: String = "") -> Problem {
    Problem(
      .badData,
      "\(inputName(path)) is not a text: \(controls) of its \(which)\(count) bytes are control characters, such as NUL",
      suggestion: "Name a text file, in UTF-8.")
  }
}

/// Returns how often the UTF-8 of a character of three bytes occurs.
private func count(_ scalar: Unicode.Scalar, _ bytes: [UInt8]) -> Int {
  let pattern = Array(String(scalar).utf8)
  return bytes.indices.dropLast(2).count { bytes[$0..<($0 + 3)].elementsEqual(pattern) }
}
