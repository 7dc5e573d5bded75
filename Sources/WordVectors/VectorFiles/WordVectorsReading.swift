import Corpora
import Files

extension WordVectors {
  /// Reads word vectors that others published, or that ``write(to:format:)`` wrote: in word2vec's text or binary form or in
  /// GloVe's, whichever it is.
  ///
  ///     let vectors = try WordVectors(contentsOf: "glove.6B.100d.txt", limit: 50_000) { print($0) }
  ///
  /// A word that stands there twice keeps its first vector. Memory is needed for the vectors and little else.
  ///
  /// - Parameters:
  ///   - limit: how many words are read, from the start, where the frequent ones stand; what follows is not looked at.
  ///   - isLossy: whether words that are not UTF-8 are repaired and not refused.
  ///   - remark: is told, in a line, what does no harm but is not as it should be.
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` when it is something else or damaged,
  ///   with the line or the word where that shows.
  public init(
    contentsOf path: String, limit: Int? = nil, lossy isLossy: Bool = false, remark: (String) -> Void = { _ in }
  ) throws {
    precondition(limit.map { $0 > 0 } ?? true, "WordVectors: a limit of \(limit ?? 0) words")
    let file = BufferedFile(try OpenFile(path))
    let header = try VectorFileHeader(file)
    let all = try header.count ?? Self.lineCount(file, limit: limit), count = min(all, limit ?? all)
    var rows = VectorRows(count: count, dimensions: header.dimensions, path: path, isLossy: isLossy)
    if header.kind == .binary {
      let reader = VectorBinaryReader(file, header)
      try reader.read(count, into: &rows)
      if count == all { try reader.expectEnd(after: all) }
    } else {
      var reader = VectorTextReader(file, header)
      try reader.read(count, into: &rows)
      if count == all, header.count != nil { try reader.expectEnd(after: all) }
    }
    self = try rows.vectors(remark)
  }

  /// How many lines a file has that does not say so, up to the limit and without empty ones at its end. It is back at its
  /// start then.
  private static func lineCount(_ file: BufferedFile, limit: Int?) throws -> Int {
    var (count, last) = (0, 0)
    while file.remaining > 0, count < limit ?? Int(Int32.max) - 1 {
      // A line that is too long is for the reader to refuse.
      let line = try file.next(until: UInt8(ascii: "\n"))?.bytes
      count += 1
      if line?.allSatisfy(isWhitespace) != true { last = count }
      if line == nil { break }
    }
    file.rewind()
    return last
  }
}
