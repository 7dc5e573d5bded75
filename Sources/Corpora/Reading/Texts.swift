import Files

/// Reads a training text from files, folders and standard input, one after another, and says what was read.
///
///     let (text, record) = try readTexts(["preface.txt", "chapters"])
///     record.paths      // preface.txt, chapters
///     record.remarks    // ["chapters: 12 .txt files; left out: 1 other file, such as notes.md"]
///
/// Each file is read as by ``readText(_:lossy:remark:)``, in the order of ``textFiles(_:)``. If one does not end with a
/// newline, one is added before the next file.
///
/// - Parameters:
///   - paths: files, folders, or `-` for standard input.
///   - lossy: whether to replace bytes that are not in a text's encoding with U+FFFD, "�", instead of throwing.
/// - Throws: the errors of ``textFiles(_:)`` and ``readText(_:lossy:remark:)``.
public func readTexts(_ paths: [String], lossy: Bool = false) throws -> (text: String, record: TextRecord) {
  var reader = try TextsReader(paths, lossy: lossy)
  var bytes: [UInt8] = []
  bytes.reserveCapacity(reader.size)
  while let piece = try reader.next() { bytes += piece }
  return (String(decoding: bytes, as: UTF8.self), reader.record)
}

/// Reads several texts as one, piece by piece.
struct TextsReader {
  private let paths: [String]
  private let isLossy: Bool
  private let pieceSize: Int
  /// The files that are still to be read.
  private var files: ArraySlice<String>
  private var reader: TextReader?
  private var remarks: [String]
  private var byteCount = 0, hash = fingerprint(of: [])
  private var endsInNewline = true

  /// Opens texts; see ``readTexts(_:lossy:)``.
  init(_ paths: [String], lossy isLossy: Bool, pieceSize: Int = 1 << 20) throws {
    (self.paths, self.isLossy, self.pieceSize) = (paths, isLossy, pieceSize)
    let found = try textFiles(paths)
    (files, remarks) = (found.files[...], found.remarks)
  }

  /// The size of all files in bytes; 0 for those whose size is not known before the end.
  var size: Int { files.reduce(0) { $0 + (fileSize($1) ?? 0) } }

  /// Returns the next piece, which ends between two characters; nil at the end. The errors are those of
  /// ``TextReader/next()``.
  mutating func next() throws -> [UInt8]? {
    while true {
      if reader == nil {
        guard let path = files.popFirst() else { return nil }
        reader = try TextReader(path, lossy: isLossy, pieceSize: pieceSize)
        if !endsInNewline {
          // The last line of one text and the first line of the next are not one line.
          return counted([UInt8(ascii: "\n")])
        }
      }
      if let piece = try reader?.next() { return counted(piece) }
      if let reader { remarks += reader.facts.remarks(reader.path) }
      reader = nil
    }
  }

  private mutating func counted(_ piece: [UInt8]) -> [UInt8] {
    byteCount += piece.count
    hash = fingerprint(of: piece, after: hash)
    endsInNewline = piece.last == UInt8(ascii: "\n")
    return piece
  }

  /// The record of what was read; complete at the end.
  var record: TextRecord { TextRecord(bytes: byteCount, hash: hash, paths: paths, remarks: remarks) }
}
