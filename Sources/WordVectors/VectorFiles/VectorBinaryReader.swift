import Files

/// Reads binary records: a word, a space, and its numbers as little-endian 32-bit floats.
struct VectorBinaryReader {
  private let file: BufferedFile
  private let dimensions: Int
  /// A longer word means that the records are misaligned.
  private static let longestWord = 10_000

  /// Starts after the header.
  init(_ file: BufferedFile, _ header: VectorFileHeader) {
    self.file = file
    dimensions = header.dimensions
  }

  /// Reads `count` records into rows.
  func read(_ count: Int, into rows: inout VectorRows) throws {
    for number in 1...count {
      // word2vec ends each record with a newline; other programs do not.
      try file.skip(UInt8(ascii: "\n"))
      let damaged = "the file is damaged, or its first line gives the wrong sizes"
      guard let (word, isEnded) = try file.next(until: UInt8(ascii: " "), limit: Self.longestWord) else {
        throw problem(number, "it has more than \(Self.longestWord) bytes: \(damaged)")
      }
      guard isEnded, file.remaining >= 4 * dimensions else {
        throw problem(number, "the file ends here, before the last of its \(count) words: it is cut short or damaged")
      }
      guard !word.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
        throw problem(number, "it has bytes that cannot be part of a word: \(damaged)")
      }
      // Reading the numbers can overwrite the buffer that holds the word, so the word is copied first.
      let target = UnsafeMutableRawBufferPointer(start: rows.next, count: 4 * dimensions)
      let kept = Array(word)
      try file.read(into: target)
      try kept.withUnsafeBufferPointer { try rows.append($0, place: "word \(number)") }
    }
  }

  /// Checks that no bytes are left.
  func expectEnd(after count: Int) throws {
    try file.skip(UInt8(ascii: "\n"))
    guard file.remaining == 0 else {
      throw Problem(
        .badData,
        "\(file.path): bytes follow the last of its \(count) words (\(file.remaining)), so its first line must be wrong"
      )
    }
  }

  private func problem(_ number: Int, _ what: String) -> Problem {
    Problem(.badData, "\(file.path), word \(number): \(what)")
  }
}
