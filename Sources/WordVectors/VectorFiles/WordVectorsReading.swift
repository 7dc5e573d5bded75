import Corpora
import Files

extension WordVectors {
  /// Reads published word vectors, or ones that ``write(to:format:)`` wrote, in word2vec's text or binary format or in
  /// GloVe's format. The format is detected.
  ///
  ///     let vectors = try WordVectors(contentsOf: "glove.6B.100d.txt", limit: 50_000) { print($0) }
  ///
  /// A repeated word keeps its first vector. Reading needs memory for the vectors and little else. A pipe or a file that
  /// gzip packed is first copied to a temporary file, because the numbers of words and bytes must be known.
  ///
  /// - Parameters:
  ///   - path: the file, or `-` for standard input.
  ///   - limit: how many words to read from the start, where the frequent words are; the rest of the file is ignored.
  ///   - isLossy: whether to repair words that are not UTF-8 instead of refusing them.
  ///   - remark: called with a one-line message about anything harmless but irregular.
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` with the line or word if it is not
  ///   such a file or is damaged.
  public init(
    contentsOf path: String, limit: Int? = nil, lossy isLossy: Bool = false, remark: (String) -> Void = { _ in }
  ) throws {
    require(limit.map { $0 > 0 } ?? true, "WordVectors: a limit of \(limit ?? 0) words")
    let file = BufferedFile(try openAtAnyOffset(path, lossy: isLossy, remark: remark))
    let header = try VectorFileHeader(file)
    let all = try header.count ?? Self.lineCount(file, limit: limit), count = min(all, limit ?? all)
    // Lines without their numbers are refused when they are read. Until then, they must not cause a huge allocation: a
    // line that has them takes at least two bytes per number, and two for a word and its end.
    let most = file.size / (2 * header.dimensions + 2) + 1
    var rows = VectorRows(
      count: header.kind == .glove ? min(count, most) : count, dimensions: header.dimensions, path: file.path,
      isLossy: isLossy)
    if header.kind == .binary {
      let reader = VectorBinaryReader(file, header)
      try reader.read(count, into: &rows)
      if count == all { try reader.expectEnd(after: all) }
    } else {
      var reader = VectorTextReader(file, header)
      try reader.read(count, into: &rows)
      if count == all, header.count != nil { try reader.expectEnd(after: all) }
      if reader.lastLineHasNoEnd {
        remark("\(file.path): the last line has no end, so its last number may be cut short")
      }
    }
    self = try rows.vectors(remark)
  }

  /// Returns the number of lines of a file without a header, up to the limit and without empty lines, and rewinds the
  /// file.
  private static func lineCount(_ file: BufferedFile, limit: Int?) throws -> Int {
    let start = file.place
    var count = 0
    while file.remaining > 0, count < limit ?? Int(Int32.max) - 1 {
      // The reader refuses a line that is too long.
      guard let line = try file.next(until: UInt8(ascii: "\n"))?.bytes else {
        count += 1
        break
      }
      if !line.allSatisfy(isWhitespace) { count += 1 }
    }
    file.rewind(to: start)
    return count
  }
}
