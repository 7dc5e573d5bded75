import Files

/// Reads a text, from a file or from standard input.
///
///     let text = try readText("tales.txt")
///     let piped = try readText("-") { print($0) }    // standard input; prints "standard input: read as UTF-16 ..."
///
/// People's files differ, and models should not: a byte order mark is dropped, `\r\n` and `\r` become `\n`, UTF-16 and
/// UTF-32 become UTF-8 (with or without a mark), and a file that gzip packed is unpacked.
///
/// - Parameters:
///   - path: the file, or `-` for standard input.
///   - lossy: whether to replace bytes that are not in the text's encoding with U+FFFD, "�", instead of throwing.
///   - remark: receives a line for each thing that was changed or is unusual, such as a count of changed line ends.
/// - Throws: `Problem` of kind `missing` when the file cannot be read; of kind `badData` when it is empty, not UTF-8, or
///   not a text. The message then names the byte, its offset and its line, or the kind of file and how to unpack it.
/// - Complexity: A few passes over the bytes; 100 MB take a fraction of a second in an optimized build.
public func readText(_ path: String, lossy: Bool = false, remark: (String) -> Void = { _ in }) throws -> String {
  String(decoding: try readTextBytes(path, lossy: lossy, remark: remark), as: UTF8.self)
}

/// Reads a text like ``readText(_:lossy:remark:)``, but returns the bytes of its UTF-8.
///
/// Code that goes through millions of words byte by byte needs no `String`.
public func readTextBytes(
  _ path: String, lossy: Bool = false, remark: (String) -> Void = { _ in }
) throws -> [UInt8] {
  var reader = try TextReader(path, lossy: lossy)
  var bytes: [UInt8] = []
  bytes.reserveCapacity(reader.size ?? 0)
  while let piece = try reader.next() { bytes += piece }
  reader.facts.remarks(path).forEach(remark)
  return bytes
}
