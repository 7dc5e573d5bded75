import Corpora
import Files

/// Reads text lines with a word and its numbers, separated by spaces.
struct VectorTextReader {
  private let file: BufferedFile
  private let dimensions: Int
  /// Whether the file is in GloVe's format, where a word can contain spaces.
  private let isGloVe: Bool
  private let parser = DecimalParser()
  private var lineNumber: Int
  /// Whether the last line that was read ends with the file and not with a newline.
  private(set) var lastLineHasNoEnd = false

  /// Starts after the header, if there is one.
  init(_ file: BufferedFile, _ header: VectorFileHeader) {
    self.file = file
    dimensions = header.dimensions
    isGloVe = header.kind == .glove
    lineNumber = isGloVe ? 0 : 1
  }

  /// Reads `count` lines into rows.
  mutating func read(_ count: Int, into rows: inout VectorRows) throws {
    for _ in 0..<count {
      var line = try nextLine()
      while line.isEmpty, file.remaining > 0 { line = try nextLine() }
      guard !line.isEmpty else {
        throw problem(
          "the file ends before the last of its \(count) words: it is cut short, or its first line is wrong")
      }
      let word = try fastWord(line, rows.next) ?? slowWord(line, rows.next)
      try rows.append(word, place: "line \(lineNumber)")
    }
  }

  /// Checks that only empty lines are left.
  mutating func expectEnd(after count: Int) throws {
    while file.remaining > 0 {
      guard try nextLine().isEmpty else {
        throw problem("there are more words than the \(count) that the first line says")
      }
    }
  }

  /// Returns the next line without trailing whitespace, which word2vec writes.
  private mutating func nextLine() throws -> UnsafeBufferPointer<UInt8> {
    lineNumber += 1
    guard let (bytes, isEnded) = try file.next(until: UInt8(ascii: "\n")) else {
      throw problem("the line is longer than 16 MB")
    }
    var count = bytes.count
    while count > 0, isWhitespace(bytes[count - 1]) { count -= 1 }
    lastLineHasNoEnd = !isEnded && count > 0
    return UnsafeBufferPointer(rebasing: bytes[..<count])
  }

  /// Reads a well-formed line: stores its numbers and returns its word; nil if anything is unusual.
  private func fastWord(
    _ line: UnsafeBufferPointer<UInt8>, _ numbers: UnsafeMutablePointer<Float>
  ) -> UnsafeBufferPointer<UInt8>? {
    let start = line.baseAddress!, end = start + line.count
    var p = start
    while p < end, !Self.isSeparator(p.pointee) { p += 1 }
    let word = UnsafeBufferPointer(start: start, count: p - start)
    for i in 0..<dimensions {
      while p < end, Self.isSeparator(p.pointee) { p += 1 }
      let number = parser.read(&p, end)
      guard number.isFinite else { return nil }
      numbers[i] = number
    }
    return p == end && !word.isEmpty ? word : nil
  }

  /// Reads any line: accepts a word with spaces in it, and explains what is wrong with an invalid line.
  private func slowWord(
    _ line: UnsafeBufferPointer<UInt8>, _ numbers: UnsafeMutablePointer<Float>
  ) throws -> UnsafeBufferPointer<UInt8> {
    let fields = line.split(whereSeparator: Self.isSeparator)
    guard fields.first?.startIndex == line.startIndex else { throw problem("there is no word before the numbers") }
    let surplus = fields.count - 1 - dimensions
    // GloVe's largest file has words such as ". . .".
    let mayHaveSpaces = isGloVe && surplus > 0 && !fields[1...surplus].contains(where: isDecimal)
    guard surplus == 0 || mayHaveSpaces else {
      throw problem(
        (lastLineHasNoEnd ? "the file is cut short: " : "")
          + "there should be \(dimensions) numbers after the word, not \(fields.count - 1)")
    }
    for (i, field) in fields.suffix(dimensions).enumerated() {
      let bytes = UnsafeBufferPointer(rebasing: field)
      var p = bytes.baseAddress!
      numbers[i] = parser.read(&p, p + bytes.count)
      guard !numbers[i].isFinite else { continue }
      let text = String(decoding: bytes, as: UTF8.self), shown = quoted(text, limit: 40)
      let isNumber = numbers[i].isInfinite || Float(text)?.isFinite == false
      throw problem(isNumber ? "\(shown) is not a finite number" : "\(shown) is not a number")
    }
    return UnsafeBufferPointer(rebasing: line[..<fields[surplus].endIndex])
  }

  /// Words can contain other whitespace, such as a no-break space.
  @inline(__always)
  private static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private func problem(_ what: String) -> Problem { Problem(.badData, "\(file.path), line \(lineNumber): \(what)") }
}
