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

  /// Reads a file with one pair per line: two words and a score, separated by tabs, or else by commas, or else by
  /// spaces.
  ///
  /// Empty lines and lines that begin with `#` are skipped. The first other line is skipped if it is a header, that is,
  /// if its third field is not a number.
  ///
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` with the file and the line if it is
  ///   not in this format.
  public init(contentsOf path: String) throws {
    var pairs: [Pair] = []
    var mayBeHeader = true
    for (number, line) in try lines(of: path) where !line.hasPrefix("#") {
      let fields = Self.fields(line)
      defer { mayBeHeader = false }
      let score = fields.count > 2 ? Double(fields[2]) : nil
      if score == nil, mayBeHeader { continue }
      guard fields.count == 3, let score, score.isFinite, !fields[0].isEmpty, !fields[1].isEmpty else {
        throw Problem(
          .badData, "\(path), line \(number): expected two words and a score, not \(quoted(line, limit: 60))")
      }
      pairs.append(Pair(first: fields[0], second: fields[1], score: score))
    }
    guard !pairs.isEmpty else { throw Problem(.badData, "\(path) has no pairs of words with a score") }
    self.path = path
    self.pairs = pairs
  }

  private static func fields(_ line: String) -> [String] {
    guard let separator = ["\t", ","].first(where: line.contains) else {
      return line.split(whereSeparator: \.isWhitespace).map(String.init)
    }
    return line.components(separatedBy: separator).map { $0.trimmingCharacters(in: .whitespaces) }
  }
}

/// Returns the nonempty lines of a text file, trimmed of surrounding whitespace, with their numbers starting at 1.
func lines(of path: String) throws -> [(number: Int, line: String)] {
  try readText(path).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    .map { ($0 + 1, $1.trimmingCharacters(in: .whitespaces)) }.filter { !$0.1.isEmpty }
}
