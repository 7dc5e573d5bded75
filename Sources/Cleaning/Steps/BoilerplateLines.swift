import Corpora
import Files

/// Removes lines that many documents share: menus, cookie notices, "Share this page".
///
/// Lines count as the same if they differ only in their digits and in the white space around them, so "Page 3 of 12" is
/// the same in all documents. Lines without letters stay. Up to 40 bytes are remembered per distinct line.
public struct BoilerplateLines: CleaningStep {
  /// `boilerplate`.
  public let name = "boilerplate"
  /// A line is boilerplate if at least this many documents have it.
  public let minimumCount: Int
  /// The number of documents that have a line, by the line's hash.
  private var counts: [UInt64: Int32] = [:]

  /// Creates the step.
  ///
  /// - Parameter minimumCount: a line is boilerplate if at least this many documents have it; at least 2.
  public init(minimumCount: Int = 10) {
    require(minimumCount >= 2, "BoilerplateLines: lines of \(minimumCount) documents")
    self.minimumCount = minimumCount
  }

  /// True: the last document can show that a line of the first is boilerplate.
  public var needsSurvey: Bool { true }

  /// Counts the documents that have each line.
  public mutating func survey(_ documents: [TextDocument]) {
    let keys = mapOnThreads(documents) { Set(Self.lines(of: $0.text).compactMap { key(of: $0) }) }
    for keys in keys {
      for key in keys { counts[key, default: 0] &+= 1 }
    }
  }

  /// Removes the lines that are boilerplate.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] {
    mapOnThreads(documents) { document in
      var left: [Substring.UTF8View] = [], findings: [String] = [], isAfterCut = false
      for line in Self.lines(of: document.text) {
        if let key = key(of: line), counts[key, default: 0] >= minimumCount {
          findings.append(String(Substring(line)))
          isAfterCut = true
        } else if !line.isEmpty || !isAfterCut || left.last?.isEmpty == false {
          // Of the blank lines around a line that went, one is enough.
          left.append(line)
          if !line.isEmpty { isAfterCut = false }
        }
      }
      guard !findings.isEmpty else { return .unchanged }
      return .changed(to: left.map { String(Substring($0)) }.joined(separator: "\n"), findings: findings)
    }
  }

  private static func lines(of text: String) -> [Substring.UTF8View] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  }
}

/// Returns a hash that is the same for lines that differ only in their digits and outer white space; nil for a line
/// without letters.
private func key(of line: Substring.UTF8View) -> UInt64? {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(line.count)
  var hasLetter = false
  for byte in line {
    if (0x30...0x39).contains(byte) {
      // A run of digits counts as one.
      if bytes.last != 0x30 { bytes.append(0x30) }
    } else {
      if (0x41...0x5A).contains(byte & 0xDF) { hasLetter = true }
      if !(bytes.isEmpty && isWhitespace(byte)) { bytes.append(byte) }
    }
  }
  while let last = bytes.last, isWhitespace(last) { bytes.removeLast() }
  if !hasLetter, bytes.contains(where: { $0 >= 0x80 }) {
    hasLetter = Substring(line).unicodeScalars.contains(where: \.properties.isAlphabetic)
  }
  return hasLetter ? bytes.withUnsafeBufferPointer { hash(of: $0, seed: 0) } : nil
}
