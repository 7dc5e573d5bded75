import Corpora
import Files

/// Removes documents that repeat themselves too much, by the rules that the training text of Gopher had to pass (Rae et
/// al., 2021, table A1).
///
/// A rule limits a fraction of the document: the lines that came before in it, the characters in such lines, the
/// characters of the most frequent pair, triple or quadruple of words, and the characters in runs of five to ten words
/// that came before. Documents with fewer than 50 words stay, since a short text repeats itself easily.
public struct Repetition: CleaningStep {
  /// `repetition`.
  public let name = "repetition"
  /// The factor of all limits.
  public let leniency: Double

  /// Creates the step.
  ///
  /// - Parameter leniency: multiplies all limits: 1 for those of Gopher, 2 to allow twice as much repetition.
  public init(leniency: Double = 1) {
    require(leniency > 0, "Repetition: a leniency of \(leniency)")
    self.leniency = leniency
  }

  /// Removes documents that break a rule.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] {
    mapOnThreads(documents) { document in
      guard let ratios = RepetitionRatios(document.text), let broken = ratios.broken(leniency: leniency) else {
        return .unchanged
      }
      return .removed(because: "\(percent(broken.value)) \(broken.rule), more than \(percent(broken.limit))")
    }
  }
}

private func percent(_ fraction: Double) -> String { "\(Int((100 * fraction).rounded())) %" }

/// How much a text repeats itself.
///
///     RepetitionRatios(text)?.lines          // 0.2: each fifth line came before
///     RepetitionRatios(text)?.mostFrequent   // [0.03, 0.02, 0]: no four words occur twice
public struct RepetitionRatios: Sendable {
  /// The fraction of the lines that came before in the text; blank lines do not count.
  public private(set) var lines = 0.0
  /// The fraction of the characters that are in such lines.
  public private(set) var lineCharacters = 0.0
  /// The fraction of the characters that the most frequent pair, triple and quadruple of words make up; 0 if each occurs
  /// only once, and above 1 if its occurrences overlap, as in "no no no".
  public private(set) var mostFrequent: [Double] = []
  /// The fraction of the characters in runs of 5, 6, ... 10 words that came before.
  public private(set) var repeatedRuns: [Double] = []

  /// The number of words that a text needs.
  public static let fewestWords = 50

  private static let limits: (lines: Double, lineCharacters: Double, mostFrequent: [Double], repeatedRuns: [Double]) = (
    0.30, 0.20, [0.20, 0.18, 0.16], [0.15, 0.14, 0.13, 0.12, 0.11, 0.10]
  )

  /// Measures a text; nil if it has fewer than 50 words.
  public init?(_ text: String) {
    var text = text
    let ratios: RepetitionRatios? = text.withUTF8 { bytes in
      let words = Words(bytes)
      return words.count < Self.fewestWords ? nil : RepetitionRatios(bytes, words)
    }
    guard let ratios else { return nil }
    self = ratios
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ words: Words) {
    measureLines(bytes)
    // Characters are counted as bytes, and those between words belong to none.
    let total = Double(words.lengths.reduce(0, +))
    for size in 2...4 { mostFrequent.append(Double(words.longestSum(ofMostFrequent: size)) / total) }
    for size in 5...10 {
      // Whoever has no repeated run of five words has none of six: the rest is zeros.
      let isNone = repeatedRuns.last == 0
      repeatedRuns.append(isNone ? 0 : Double(words.lengthRepeated(inRunsOf: size)) / total)
    }
  }

  private mutating func measureLines(_ bytes: UnsafeBufferPointer<UInt8>) {
    var seen: Set<UInt64> = [], count = 0, length = 0, repeated = 0, repeatedLength = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let line = UnsafeBufferPointer(rebasing: line)
      guard !line.allSatisfy(isWhitespace) else { continue }
      count += 1
      length += line.count
      guard !seen.insert(hash(of: line, seed: 0)).inserted else { continue }
      repeated += 1
      repeatedLength += line.count
    }
    lines = Double(repeated) / Double(max(1, count))
    lineCharacters = Double(repeatedLength) / Double(max(1, length))
  }

  /// Returns the first rule that the text breaks; nil if it keeps all.
  func broken(leniency: Double) -> (rule: String, value: Double, limit: Double)? {
    let limits = Self.limits
    var rules = [
      ("of the lines came before", lines, limits.lines),
      ("of the characters are in lines that came before", lineCharacters, limits.lineCharacters),
    ]
    for (i, value) in mostFrequent.enumerated() {
      rules.append(("of the characters are the same \(i + 2) words", value, limits.mostFrequent[i]))
    }
    for (i, value) in repeatedRuns.enumerated() {
      rules.append(("of the characters are in runs of \(i + 5) words that came before", value, limits.repeatedRuns[i]))
    }
    return rules.first { $0.1 > leniency * $0.2 }.map { (rule: $0.0, value: $0.1, limit: leniency * $0.2) }
  }
}

/// The hashes and lengths of the words of a text, which are runs of anything but white space.
private struct Words {
  private var hashes: [UInt64] = []
  private(set) var lengths: [Int] = []

  var count: Int { hashes.count }

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    for word in bytes.split(whereSeparator: isWhitespace) {
      hashes.append(hash(of: UnsafeBufferPointer(rebasing: word), seed: 0))
      lengths.append(word.count)
    }
  }

  /// Returns the number of bytes of all occurrences of the n-gram that makes up most of the text; 0 if none occurs twice.
  func longestSum(ofMostFrequent size: Int) -> Int {
    var counts: [UInt64: (count: Int, length: Int)] = [:]
    forEachRun(of: size) { key, start in
      counts[key, default: (0, lengths[start..<start + size].reduce(0, +))].count += 1
    }
    return counts.values.reduce(0) { $1.count > 1 ? max($0, $1.count * $1.length) : $0 }
  }

  /// Returns the number of bytes of words that are in a run which came before; each word counts once.
  func lengthRepeated(inRunsOf size: Int) -> Int {
    var seen: Set<UInt64> = [], end = 0, total = 0
    forEachRun(of: size) { key, start in
      guard !seen.insert(key).inserted else { return }
      for word in max(start, end)..<start + size { total += lengths[word] }
      end = start + size
    }
    return total
  }

  private func forEachRun(of size: Int, _ body: (_ key: UInt64, _ start: Int) -> Void) {
    guard count >= size else { return }
    for start in 0...count - size {
      body(hashes[start..<start + size].reduce(0) { mixed($0 &+ $1) }, start)
    }
  }
}
