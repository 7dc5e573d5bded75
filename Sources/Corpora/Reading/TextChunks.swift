import Files

/// Reads texts chunk by chunk, so a text of any length takes the memory of one chunk. Each chunk ends after white space,
/// between two words.
///
/// Texts are read, joined and checked as by ``readTexts(_:lossy:)``.
///
///     let record = try forEachChunk(ofTexts: ["tales.txt"]) { bytes in count += words(bytes) }
///
/// - Parameters:
///   - paths: files, folders, or `-` for standard input.
///   - lossy: whether to replace bytes that are not in a text's encoding with U+FFFD, "�", instead of throwing.
///   - chunkSize: the approximate size of a chunk in bytes; a longer word makes it longer.
///   - body: receives the UTF-8 of each chunk.
/// - Returns: the record of the texts.
/// - Throws: the errors of ``readTexts(_:lossy:)``, and any error of `body`.
@discardableResult
public func forEachChunk(
  ofTexts paths: [String], lossy: Bool = false, chunkSize: Int = 1 << 16,
  _ body: ([UInt8]) throws -> Void
) throws -> TextRecord {
  require(chunkSize >= 1, "forEachChunk: chunks of \(chunkSize) bytes")
  var reader = try TextsReader(paths, lossy: lossy, pieceSize: chunkSize)
  // The remainder of the pieces before; it has no white space.
  var rest: [UInt8] = []
  while let piece = try reader.next() {
    let end = (piece.lastIndex(where: isWhitespace) ?? -1) + 1
    guard end > 0 else {
      rest += piece
      continue
    }
    let chunk = rest + piece[..<end]
    rest = Array(piece[end...])
    try body(chunk)
  }
  if !rest.isEmpty { try body(rest) }
  return reader.record
}
