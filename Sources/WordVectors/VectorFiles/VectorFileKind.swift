import Corpora
import Files

/// The forms in which word vectors are published.
public enum VectorFileKind: Equatable, Sendable {
  /// word2vec's text: a line with the numbers of words and of dimensions, then a line a word.
  case text
  /// word2vec's binary: the same first line; then each word, a space, and its numbers as 32-bit floats, little-endian.
  case binary
  /// GloVe's text: a line a word from the start.
  case glove
}

/// What the start of a file of word vectors says: its kind and sizes.
struct VectorFileHeader {
  let kind: VectorFileKind
  /// How many words are to come; not said in GloVe's files.
  let count: Int?
  let dimensions: Int

  /// How far the start is looked at.
  private static let sampleSize = 1 << 20

  /// Finds out what a file is, and leaves its lines or records to be read next.
  ///
  /// - Throws: `Problem` of kind `badData` when it is no file of word vectors, or too short for what its first line says.
  init(_ file: BufferedFile) throws {
    guard file.remaining > 0 else { throw Problem(.badData, "\(file.path) is empty") }
    let size = file.remaining, sample = try file.peek(Self.sampleSize)
    let line = sample.prefix { $0 != UInt8(ascii: "\n") }
    let fields = line.split(whereSeparator: isWhitespace)
    // A header is two whole numbers, and short.
    if line.count < 60, fields.count == 2, let count = Self.wholeNumber(fields[0]),
      let dimensions = Self.wholeNumber(fields[1])
    {
      let rest = sample.dropFirst(line.count + 1)
      self.init(kind: Self.isText(rest, dimensions) ? .text : .binary, count: count, dimensions: dimensions)
      _ = try file.next(until: UInt8(ascii: "\n"))
      try check(file.path, size: size)
    } else {
      guard fields.count >= 2, fields.dropFirst().allSatisfy(isDecimal), line.count < Self.sampleSize else {
        throw Self.problem(file.path, sample)
      }
      self.init(kind: .glove, count: nil, dimensions: fields.count - 1)
    }
  }

  private init(kind: VectorFileKind, count: Int?, dimensions: Int) {
    self.kind = kind
    self.count = count
    self.dimensions = dimensions
  }

  /// A header is believed only as far as the file is long, so that no lie makes the program ask for memory without end.
  private func check(_ path: String, size: Int) throws {
    guard let count, count > 0, dimensions > 0 else {
      throw Problem(
        .badData, "\(path): its first line says \(count ?? 0) words of \(dimensions) numbers; there must be some")
    }
    // In text each number takes two bytes at least, with the space before it; a word takes one, and what ends it one.
    let numberBytes = kind == .binary ? 4 : 2
    let (vector, isHuge) = dimensions.multipliedReportingOverflow(by: numberBytes)
    let (least, isHuger) = count.multipliedReportingOverflow(by: isHuge ? 0 : vector + 1)
    guard !isHuge, !isHuger, least < size, count < Int(Int32.max) else {
      throw Problem(
        .badData,
        "\(path) is cut short or its first line is wrong: that says \(count) words of \(dimensions) numbers, for which "
          + "\(size) bytes are too few")
    }
  }

  private static func wholeNumber(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self)) ?? .max
  }

  /// Whether what follows the header is text: its first line is a word with its numbers, or nothing in it speaks for
  /// 32-bit numbers, whose bytes are as likely as not such as no text has.
  private static func isText(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ dimensions: Int) -> Bool {
    let fields = bytes.prefix { $0 != UInt8(ascii: "\n") }.split(whereSeparator: isWhitespace)
    if fields.count - 1 == dimensions, fields.dropFirst().allSatisfy(isDecimal) { return true }
    guard !bytes.contains(where: { $0 == 0x7F || $0 < 0x20 && !isWhitespace($0) }) else { return false }
    // The last line may be cut by the end of the sample.
    return bytes.split(separator: UInt8(ascii: "\n")).dropLast().allSatisfy {
      String(validating: $0, as: UTF8.self) != nil
    }
  }

  private static func problem(_ path: String, _ start: UnsafeBufferPointer<UInt8>) -> Problem {
    if start.starts(with: [0x1F, 0x8B]) {
      return Problem(.badData, "\(path) is compressed", suggestion: "Unpack it with gunzip first.")
    }
    if start.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      return Problem(.badData, "\(path) is an archive", suggestion: "Unpack it with unzip first.")
    }
    return Problem(
      .badData, "\(path) is no file of word vectors",
      suggestion: "Its first line is neither word2vec's (two whole numbers) nor GloVe's (a word and its numbers).")
  }
}

/// Whether a field is a decimal number, be it too large for a float.
func isDecimal(_ field: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  let bytes = UnsafeBufferPointer(rebasing: field)
  guard var p = bytes.baseAddress else { return false }
  return !DecimalParser().read(&p, p + bytes.count).isNaN
}
