import Corpora
import Files
import Foundation

/// The lines of an ARPA file, and the reader's position in them.
struct ARPAText {
  let path: String
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var lineStart = 0
  /// The number of bytes in the file.
  var size: Int { bytes.count }
  /// The number of the last line read, counted from 1.
  private(set) var lineNumber = 0

  init(_ path: String, _ bytes: UnsafeBufferPointer<UInt8>) {
    self.path = path
    self.bytes = bytes
  }

  /// Returns the next line without its newline, or nil after the last.
  mutating func next() -> Slice<UnsafeBufferPointer<UInt8>>? {
    guard position < bytes.count else { return nil }
    lineStart = position
    lineNumber += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    let line = bytes[lineStart..<position]
    position = min(bytes.count, position + 1)
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }

  mutating func nextThatIsNotEmpty() -> Slice<UnsafeBufferPointer<UInt8>>? {
    while let line = next() {
      if !line.allSatisfy(isWhitespace) { return line }
    }
    return nil
  }

  /// Steps back to the start of the last line read.
  mutating func stepBack() {
    guard position > lineStart else { return }
    position = lineStart
    lineNumber -= 1
  }

  /// Reads the line `\data\`, at which the model begins. Any text may come before it.
  mutating func skipToData() throws {
    let heading = "\\data\\"
    while let line = nextThatIsNotEmpty() {
      if isHeading(line, heading) { return }
      guard line.first != UInt8(ascii: "\\") else { throw problem("expected \(heading) here") }
    }
    throw problem("there is no line \(heading)", suggestion: "Is this an ARPA file?")
  }

  /// Reads the heading that must come next, skipping empty lines.
  mutating func expect(_ heading: String) throws {
    guard let line = nextThatIsNotEmpty() else { throw problem("the file is cut short: it has no \(heading)") }
    guard isHeading(line, heading) else { throw problem("expected \(heading) here") }
  }

  /// Reads a heading if it comes next.
  mutating func skip(_ heading: String) {
    guard let line = nextThatIsNotEmpty() else { return }
    if !isHeading(line, heading) { stepBack() }
  }

  private func isHeading(_ line: Slice<UnsafeBufferPointer<UInt8>>, _ heading: String) -> Bool {
    string(line).trimmingCharacters(in: .whitespaces) == heading
  }

  /// Reads the tokens of the next line that is not empty, and its two logarithms, and returns 10 to the power of each
  /// logarithm.
  ///
  /// - Parameters:
  ///   - read: the number of n-grams of the section read so far, of `count`.
  ///   - isLast: whether these are the longest n-grams, which are not contexts.
  mutating func nextNGram(
    _ length: Int, _ read: Int, of count: Int, isLast: Bool
  ) throws -> (words: [Slice<UnsafeBufferPointer<UInt8>>], probability: Float, backoffWeight: Float) {
    guard let line = nextThatIsNotEmpty() else {
      throw problem("the file is cut short: \(read) of \(count) \(length)-grams")
    }
    let words = line.split(whereSeparator: isWhitespace)
    if words[0].first == UInt8(ascii: "\\") {
      throw problem("there are only \(read) \(length)-grams, but the header says \(count)")
    }
    guard words.count == length + 1 || words.count == length + 2 else {
      throw problem(
        "a line of \(length)-grams must have a logarithm, \(length) tokens"
          + (isLast ? "" : " and optionally a second logarithm"))
    }
    let probability = try power(words[0])
    guard probability <= 1.0001 else { throw problem("the logarithm of a probability is above 0") }
    let backoffWeight = words.count == length + 2 ? try power(words[length + 1]) : 1
    // Some programs write the logarithm of 1 where no weight is needed.
    guard !isLast || backoffWeight == 1 else {
      throw problem("the longest n-grams are no contexts, so a second logarithm must be 0")
    }
    return (Array(words[1...length]), probability, backoffWeight)
  }

  /// Checks that no more n-grams follow.
  mutating func endSection(_ length: Int, _ count: Int) throws {
    guard let line = nextThatIsNotEmpty() else { return }
    guard line.first == UInt8(ascii: "\\") else {
      throw problem("there are more \(length)-grams than the \(count) in the header")
    }
    stepBack()
  }

  /// Returns 10 to the power of a logarithm; 0 for -99 and below.
  func power(_ word: Slice<UnsafeBufferPointer<UInt8>>) throws -> Float {
    guard let logarithm = Double(string(word)), logarithm < 38 else {
      throw problem("\"\(string(word).prefix(40))\" is not a logarithm")
    }
    return logarithm <= -99 ? 0 : Float(pow(10, logarithm))
  }

  func string(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  func problem(_ what: String, line: Int? = nil, suggestion: String? = nil) -> Problem {
    Problem(.badData, "\(path), line \(line ?? lineNumber): \(what)", suggestion: suggestion)
  }
}
