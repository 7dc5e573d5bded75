import Corpora
import Files
import Foundation

/// Pairs of words that people have scored by how alike they are, such as WordSim-353 and SimLex-999.
public struct WordPairs {
  /// Two words and their score.
  public struct Pair: Equatable, Sendable {
    /// The words.
    public let first: String, second: String
    /// What people gave them; only which scores are higher matters.
    public let score: Double
  }

  /// Where they stood, for messages.
  public let path: String
  /// All pairs in order; one that stands there twice counts twice.
  public let pairs: [Pair]

  /// Reads a file with a pair a line: two words and a score, with tabs between them, or else commas, or else spaces.
  ///
  /// Empty lines are passed over, and those that begin with `#`, and the first other line when it names the columns: when it
  /// has no number in third place.
  ///
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` with the file and the line when it is not
  ///   such a file.
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
          .badData, "\(path), line \(number): two words and a score are needed, not \(quoted(line, limit: 60))")
      }
      pairs.append(Pair(first: fields[0], second: fields[1], score: score))
    }
    guard !pairs.isEmpty else { throw Problem(.badData, "\(path) has no pairs of words with scores") }
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

/// The lines of a text file that are not empty, without white space around them, with their numbers from 1 on.
func lines(of path: String) throws -> [(number: Int, line: String)] {
  try readText(path).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    .map { ($0 + 1, $1.trimmingCharacters(in: .whitespaces)) }.filter { !$0.1.isEmpty }
}
