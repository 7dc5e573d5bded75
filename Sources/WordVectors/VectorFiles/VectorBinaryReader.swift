import Files

/// Reads records of a word, a space, and its numbers as 32-bit floats, little-endian.
struct VectorBinaryReader {
  private let file: BufferedFile
  private let dimensions: Int
  /// Longer words mean that the records are not where they should be.
  private static let longestWord = 10_000

  /// Begins behind the header.
  init(_ file: BufferedFile, _ header: VectorFileHeader) {
    self.file = file
    dimensions = header.dimensions
  }

  /// Reads `count` records into rows.
  func read(_ count: Int, into rows: inout VectorRows) throws {
    for number in 1...count {
      // word2vec ends each record with a line's end, others do not.
      try file.skip(UInt8(ascii: "\n"))
      let damaged = "the file is damaged, or its first line says wrong sizes"
      guard let (word, isEnded) = try file.next(until: UInt8(ascii: " "), limit: Self.longestWord) else {
        throw problem(number, "it has more than \(Self.longestWord) bytes: \(damaged)")
      }
      guard isEnded, file.remaining >= 4 * dimensions else {
        throw problem(number, "the file ends there, and should have \(count) words: it is cut short or damaged")
      }
      guard !word.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
        throw problem(number, "it has bytes that belong to no word: \(damaged)")
      }
      // The numbers come next, and their place in the file would overwrite the word's.
      let target = UnsafeMutableRawBufferPointer(start: rows.next, count: 4 * dimensions)
      let kept = Array(word)
      try file.read(into: target)
      try kept.withUnsafeBufferPointer { try rows.append($0, place: "word \(number)") }
    }
  }

  /// Expects that nothing is left.
  func expectEnd(after count: Int) throws {
    try file.skip(UInt8(ascii: "\n"))
    guard file.remaining == 0 else {
      throw Problem(
        .badData,
        "\(file.path): bytes are left behind the last of its \(count) words (\(file.remaining)), so its first line must be wrong"
      )
    }
  }

  private func problem(_ number: Int, _ what: String) -> Problem {
    Problem(.badData, "\(file.path), word \(number): \(what)")
  }
}
