import Corpora
import Files

/// The formats in which word vectors are published.
public enum VectorFileKind: Equatable, Sendable {
  /// word2vec's text format: a line with the number of words and the number of dimensions, then one line per word.
  case text
  /// word2vec's binary format: the same first line; then each word, a space, and its numbers as little-endian 32-bit
  /// floats.
  case binary
  /// GloVe's text format: one line per word, without a header.
  case glove
}

/// The kind and sizes of a file of word vectors, as determined from its start.
struct VectorFileHeader {
  let kind: VectorFileKind
  /// The number of words in the file; nil for GloVe files, which do not say.
  let count: Int?
  let dimensions: Int

  /// The number of bytes inspected at the start of the file.
  private static let sampleSize = 1 << 20

  /// Detects the kind of a file and leaves it positioned at the line or record of the first word.
  ///
  /// - Throws: `Problem` of kind `badData` if it is not a file of word vectors, or is too short for the sizes in its
  ///   first line.
  init(_ file: BufferedFile) throws {
    try file.skip(byteOrderMark)
    guard file.remaining > 0 else { throw Problem(.badData, "\(file.path) is empty") }
    let size = file.remaining, sample = try file.peek(Self.sampleSize)
    let line = sample.prefix { $0 != UInt8(ascii: "\n") }
    let fields = line.split(whereSeparator: isWhitespace)
    // A header is short and consists of two whole numbers.
    if line.count < 60, fields.count == 2, let count = Self.wholeNumber(fields[0]),
      let dimensions = Self.wholeNumber(fields[1])
    {
      let rest = sample.dropFirst(line.count + 1)
      self.init(kind: Self.isText(rest, dimensions) ? .text : .binary, count: count, dimensions: dimensions)
      _ = try file.next(until: UInt8(ascii: "\n"))
      try check(file.path, size: size)
    } else {
      guard fields.count >= 2, fields.dropFirst().allSatisfy(isDecimal), line.count < Self.sampleSize else {
        throw Self.problem(file.path)
      }
      self.init(kind: .glove, count: nil, dimensions: fields.count - 1)
    }
  }

  private init(kind: VectorFileKind, count: Int?, dimensions: Int) {
    self.kind = kind
    self.count = count
    self.dimensions = dimensions
  }

  /// Refuses a header that promises more than the file's length allows, so a wrong header cannot cause a huge
  /// allocation.
  private func check(_ path: String, size: Int) throws {
    guard let count, count > 0, dimensions > 0 else {
      throw Problem(
        .badData, "\(path): its first line says \(count ?? 0) words of \(dimensions) numbers; both must be above 0")
    }
    // In text, each number takes at least two bytes, including the space before it. A word takes at least one byte,
    // plus one that ends it.
    let numberBytes = kind == .binary ? 4 : 2
    let (vector, isHuge) = dimensions.multipliedReportingOverflow(by: numberBytes)
    let (least, isHuger) = count.multipliedReportingOverflow(by: isHuge ? 0 : vector + 1)
    guard !isHuge, !isHuger, least < size, count < Int(Int32.max) else {
      throw Problem(
        .badData,
        "\(path) is cut short or its first line is wrong: it says \(count) words of \(dimensions) numbers, for which "
          + "\(size) bytes are too few")
    }
  }

  private static func wholeNumber(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self)) ?? .max
  }

  /// Whether the data after the header is text: either its first line is a word with its numbers, or nothing in it
  /// looks like 32-bit floats, whose bytes often have values that never occur in text.
  private static func isText(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ dimensions: Int) -> Bool {
    let fields = bytes.prefix { $0 != UInt8(ascii: "\n") }.split(whereSeparator: isWhitespace)
    if fields.count - 1 == dimensions, fields.dropFirst().allSatisfy(isDecimal) { return true }
    guard !bytes.contains(where: { $0 == 0x7F || $0 < 0x20 && !isWhitespace($0) }) else { return false }
    // The end of the sample can cut off the last line.
    return bytes.split(separator: UInt8(ascii: "\n")).dropLast().allSatisfy {
      String(validating: $0, as: UTF8.self) != nil
    }
  }

  private static func problem(_ path: String) -> Problem {
    Problem(
      .badData, "\(path) is not a file of word vectors",
      suggestion: "The first line is neither word2vec's (two whole numbers) nor GloVe's (a word and its numbers).")
  }
}

/// Whether a field is a decimal number, even one too large for a float.
func isDecimal(_ field: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  let bytes = UnsafeBufferPointer(rebasing: field)
  guard var p = bytes.baseAddress else { return false }
  return !DecimalParser().read(&p, p + bytes.count).isNaN
}
