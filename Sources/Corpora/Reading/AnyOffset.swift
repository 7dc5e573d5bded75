import Files

/// Opens a file of text or of binary data for reading at any offset: unpacked, and as UTF-8 if it is text in UTF-16 or
/// UTF-32. A file that is so already is opened as it is, with its byte order mark and its line ends; anything else, such
/// as a pipe, is copied to a temporary file.
///
/// - Parameters:
///   - path: the file, or `-` for standard input.
///   - lossy: whether to replace bytes that are not in the encoding of a text with U+FFFD, "�", instead of throwing.
///   - remark: receives a line for each thing that was changed.
/// - Throws: the errors of ``Files/InputFile/init(_:)``, ``Files/OpenFile/init(temporary:_:)`` and
///   ``readText(_:lossy:remark:)``.
package func openAtAnyOffset(_ path: String, lossy: Bool, remark: (String) -> Void) throws -> OpenFile {
  let input = try InputFile(path)
  guard TextEncoding.of(input.peek()).encoding == .utf8 else {
    var reader = try TextReader(input, lossy: lossy)
    let file = try OpenFile(temporary: inputName(path)) { write in
      while let piece = try reader.next() { try piece.withUnsafeBytes(write) }
    }
    reader.facts.remarks(path).forEach(remark)
    return file
  }
  if input.size != nil { return try OpenFile(path) }
  let file = try OpenFile(temporary: inputName(path)) { write in
    while case let piece = try input.next(1 << 20), !piece.isEmpty { try piece.withUnsafeBytes(write) }
  }
  if input.isGzip { remark("\(inputName(path)): unpacked with gzip") }
  return file
}
