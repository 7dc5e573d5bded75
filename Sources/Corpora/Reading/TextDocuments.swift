import Files

/// What one document of a corpus is.
public enum DocumentUnit: String, CaseIterable, Codable, Sendable {
  /// A whole file.
  case file
  /// The lines between two blank lines. A line of white space and invisible characters is blank.
  case paragraph
  /// A line that is not blank.
  case line
}

/// A document of a corpus, and where it comes from.
public struct TextDocument: Equatable, Sendable {
  /// The text, without blank lines at its start and end, and without a newline after the last line.
  public var text: String
  /// The path of the file, or `-` for standard input.
  public let path: String
  /// The number of the line on which it begins in that file, counted from 1.
  public let line: Int

  /// Creates a document.
  public init(_ text: String, path: String, line: Int = 1) { (self.text, self.path, self.line) = (text, path, line) }

  /// Where the document is, for messages: `tales.txt:12`.
  public var place: String { "\(inputName(path)):\(line)" }
}

/// Reads texts document by document, so that texts of any length take the memory of their longest document.
///
///     try forEachDocument(ofTexts: ["tales.txt"], by: .paragraph) { document in
///       print(document.place, document.text.count)   // tales.txt:1 310, tales.txt:7 522, ...
///     }
///
/// Files are read as by ``readText(_:lossy:remark:)``, in the order of ``textFiles(_:)``. A text of blank lines has no
/// documents.
///
/// - Parameters:
///   - paths: files, folders, or `-` for standard input.
///   - unit: what a document is.
///   - lossy: whether to replace bytes that are not in a text's encoding with U+FFFD, "�", instead of throwing.
///   - pieceSize: the approximate number of bytes that are read at a time.
///   - remark: receives a line for each thing that was changed or left out while reading.
/// - Throws: the errors of ``textFiles(_:)`` and ``readText(_:lossy:remark:)``, and any error of `body`.
public func forEachDocument(
  ofTexts paths: [String], by unit: DocumentUnit, lossy: Bool = false, pieceSize: Int = 1 << 20,
  remark: (String) -> Void = { _ in }, _ body: (TextDocument) throws -> Void
) throws {
  require(pieceSize >= 1, "forEachDocument: pieces of \(pieceSize) bytes")
  let found = try textFiles(paths)
  found.remarks.forEach(remark)
  for path in found.files {
    var reader = try TextReader(path, lossy: lossy, pieceSize: pieceSize)
    var splitter = DocumentSplitter(unit, path: path)
    while let piece = try reader.next() { try splitter.add(piece, body) }
    try splitter.finish(body)
    reader.facts.remarks(path).forEach(remark)
  }
}

/// Cuts a text that comes in pieces into documents.
private struct DocumentSplitter {
  private let unit: DocumentUnit
  private let path: String
  /// The lines of the document that is not complete yet.
  private var document: [UInt8] = []
  /// The beginning of a line whose end has not been read.
  private var rest: [UInt8] = []
  /// The number of the next line, and of the first line of the document.
  private var line = 1, firstLine = 1
  /// The blank lines after the last line of the document, each with its newline.
  private var blankLines: [UInt8] = []

  init(_ unit: DocumentUnit, path: String) { (self.unit, self.path) = (unit, path) }

  mutating func add(_ piece: [UInt8], _ body: (TextDocument) throws -> Void) throws {
    var start = 0
    while let end = piece[start...].firstIndex(of: newline) {
      if rest.isEmpty {
        try add(line: piece[start..<end], body)
      } else {
        rest += piece[start..<end]
        let whole = rest
        rest = []
        try add(line: whole[...], body)
      }
      start = end + 1
    }
    rest += piece[start...]
  }

  mutating func finish(_ body: (TextDocument) throws -> Void) throws {
    if !rest.isEmpty { try add(line: rest[...], body) }
    try emit(body)
  }

  private mutating func add(line bytes: ArraySlice<UInt8>, _ body: (TextDocument) throws -> Void) throws {
    defer { line += 1 }
    if isBlank(bytes) {
      if unit != .file { return try emit(body) }
      // Blank lines inside a file belong to it; those at its end do not.
      if !document.isEmpty {
        blankLines += bytes
        blankLines.append(newline)
      }
      return
    }
    if document.isEmpty { firstLine = line } else { document.append(newline) }
    if !blankLines.isEmpty {
      document += blankLines
      blankLines = []
    }
    document += bytes
    if unit == .line { try emit(body) }
  }

  private mutating func emit(_ body: (TextDocument) throws -> Void) throws {
    guard !document.isEmpty else { return }
    try body(TextDocument(String(decoding: document, as: UTF8.self), path: path, line: firstLine))
    document.removeAll(keepingCapacity: true)
  }
}

private let newline = UInt8(ascii: "\n")

/// Whether a line shows nothing: it has only white space, control characters and characters without a width.
private func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
  for byte in line where byte > 0x20 && byte != 0x7F {
    // A scalar above ASCII can be invisible, too; the slow way finds out.
    guard byte >= 0x80 else { return false }
    return String(decoding: line, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format: true
      default: scalar.properties.isWhitespace
      }
    }
  }
  return true
}
