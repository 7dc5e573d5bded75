import Corpora
import Files
import Foundation

/// Word pairs with human similarity scores, such as WordSim-353 and SimLex-999.
public struct WordPairs {
  /// Two words and their score.
  public struct Pair: Equatable, Sendable {
    /// The words.
    public let first: String, second: String
    /// The human score; only the order of scores matters.
    public let score: Double
  }

  /// The path of the file, for messages.
  public let path: String
  /// All pairs in order; a pair that occurs twice counts twice.
  public let pairs: [Pair]

  /// Reads a file with one pair per line, in any of the forms in which such pairs are published: SimLex-999,
  /// SimVerb-3500, WordSim-353, MEN, RW and the like.
  ///
  /// The fields of a line are separated by tabs, or else by commas, semicolons or spaces. The first two are the words.
  /// The score is in the column that the header names, such as `SimLex999` or `Human (mean)`; without a header, or if it
  /// names no such column, in the first column after the words that has a number. Words with their part of speech, as
  /// `sun-n` in MEN, lose it if all words of the file have one.
  ///
  /// Empty lines and lines that begin with `#` are skipped.
  ///
  /// - Parameters:
  ///   - path: the file, or `-` for standard input.
  ///   - lossy: whether to replace bytes that are not UTF-8 with U+FFFD, "�", instead of throwing.
  ///   - remark: receives a line for each thing that was changed while reading.
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` with the file and the line if it is
  ///   not in this format.
  public init(contentsOf path: String, lossy: Bool = false, remark: (String) -> Void = { _ in }) throws {
    let name = inputName(path)
    let rows = Self.rows(of: try lines(of: path, lossy: lossy, remark: remark))
    let table = PairTable(rows)
    var pairs: [Pair] = []
    for (number, fields) in rows.dropFirst(table.hasHeader ? 1 : 0) {
      guard table.columnCount >= fields.count, fields.count > table.scoreColumn,
        let score = Double(fields[table.scoreColumn]), score.isFinite,
        !fields[0].isEmpty, !fields[1].isEmpty
      else {
        throw Problem(
          .badData,
          "\(name), line \(number): expected two words and a score in column \(table.scoreColumn + 1), not "
            + quoted(fields.joined(separator: " "), limit: 60))
      }
      pairs.append(Pair(first: fields[0], second: fields[1], score: score))
    }
    guard !pairs.isEmpty else { throw Problem(.badData, "\(name) has no pairs of words with a score") }
    if pairs.allSatisfy({ Self.isTagged($0.first) && Self.isTagged($0.second) }) {
      remark("\(name): the parts of speech at the ends of the words, as in \(pairs[0].first), are left out")
      pairs = pairs.map {
        Pair(first: String($0.first.dropLast(2)), second: String($0.second.dropLast(2)), score: $0.score)
      }
    }
    self.path = name
    self.pairs = pairs
  }

  /// Whether a word ends with its part of speech: noun, verb, adjective or adverb, by the letters of MEN and WordNet.
  private static func isTagged(_ word: String) -> Bool {
    word.utf8.count > 2 && ["-n", "-v", "-j", "-a", "-r"].contains { word.hasSuffix($0) }
  }

  /// Splits lines into fields, all by the separator of the first.
  private static func rows(of lines: [(number: Int, line: String)]) -> [(number: Int, fields: [String])] {
    let lines = lines.filter { !$0.line.hasPrefix("#") }
    let separator = lines.first.flatMap { first in ["\t", ",", ";"].first(where: first.line.contains) }
    return lines.map { number, line in
      guard let separator else { return (number, line.split(whereSeparator: \.isWhitespace).map(String.init)) }
      return (number, line.components(separatedBy: separator).map(field))
    }
  }

  /// Returns a field without the white space and the quotes around it.
  private static func field(_ text: String) -> String {
    let text = text.trimmingCharacters(in: .whitespaces)
    return text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
  }
}

/// Where a table of word pairs has its scores.
private struct PairTable {
  let hasHeader: Bool
  let columnCount: Int
  let scoreColumn: Int

  /// The names of a column with scores, in lower case and without anything but letters and digits.
  private static let scoreNames: Set = [
    "simlex999", "humanmean", "humanscore", "human", "mean", "score", "similarity", "relatedness", "rating", "average",
    "averagescore", "averagerating", "meanscore", "meanrating", "goldscore", "gold",
  ]

  init(_ rows: [(number: Int, fields: [String])]) {
    func isNumber(_ field: String) -> Bool { Double(field) != nil }
    /// The columns after the words.
    func others(_ row: (number: Int, fields: [String])?) -> Range<Int> { 2..<max(2, row?.fields.count ?? 0) }
    let first = rows.first
    let named = others(first).first { Self.scoreNames.contains(plainName(first?.fields[$0] ?? "")) }
    hasHeader = named != nil || !others(first).contains { isNumber(first?.fields[$0] ?? "") }
    let row = hasHeader ? rows.dropFirst().first : first
    columnCount = max(row?.fields.count ?? 0, 3)
    // A row without a number is reported as one that does not fit.
    scoreColumn = named ?? others(row).first { isNumber(row?.fields[$0] ?? "") } ?? 2
  }
}

/// Returns the letters and digits of a column's name, in lower case: `Human (mean)` is `humanmean`.
private func plainName(_ name: String) -> String {
  String(
    String.UnicodeScalarView(
      name.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) }))
}

/// Returns the lines of a text that are not empty, trimmed of surrounding white space, with their numbers from 1 on.
func lines(
  of path: String, lossy: Bool, remark: (String) -> Void
) throws -> [(number: Int, line: String)] {
  try readTextBytes(path, lossy: lossy, remark: remark).split(
    separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
  ).enumerated().map { ($0 + 1, String(decoding: $1, as: UTF8.self).trimmingCharacters(in: .whitespaces)) }
    .filter { !$0.1.isEmpty }
}
