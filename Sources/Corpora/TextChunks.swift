import Files

/// Reads a text file chunk by chunk, so a text of any length takes the memory of one chunk. Each chunk ends after white
/// space, between two words.
///
/// Text is checked and repaired as in ``readText(_:lossy:)``.
///
///     try forEachChunk(ofText: "tales.txt") { bytes in count += words(bytes) }
///
/// - Parameters:
///   - path: The file.
///   - lossy: Whether to replace bytes that are not UTF-8 with U+FFFD, "�", instead of throwing.
///   - chunkSize: The approximate size of a chunk in bytes; a longer word makes it longer.
///   - body: Receives the UTF-8 of each chunk.
/// - Throws: `Problem` of kind `missing` when the file cannot be read; of kind `badData` when it is empty or not UTF-8;
///   the message then names the byte and its offset.
public func forEachChunk(
  ofText path: String, lossy: Bool = false, chunkSize: Int = 1 << 16,
  _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
) throws {
  let file = try OpenFile(path)
  let mark = byteOrderMark.count
  let start = try file.size >= mark && file.bytes(0..<mark) == byteOrderMark ? mark : 0
  guard file.size > start else { throw emptyText(path) }
  var buffer: [UInt8] = []
  /// How much of the file has been read, and how much of that has been passed to `body`.
  var read = start, done = start
  while read < file.size {
    let next = min(read + chunkSize, file.size), unsearched = buffer.count
    buffer += try file.bytes(read..<next)
    read = next
    // The remainder of the chunks before contains no white space.
    let end = read == file.size ? buffer.count : (buffer[unsearched...].lastIndex(where: isWhitespace) ?? -1) + 1
    guard end > 0 else { continue }
    try buffer[..<end].withUnsafeBytes { chunk in
      if let offset = firstInvalidByte(in: chunk) {
        guard lossy else { throw notUTF8(path, chunk[offset], at: done + offset) }
        var repaired = String(decoding: chunk, as: UTF8.self)
        try repaired.withUTF8(body)
      } else {
        try body(chunk.bindMemory(to: UInt8.self))
      }
    }
    buffer.removeFirst(end)
    done += end
  }
}
