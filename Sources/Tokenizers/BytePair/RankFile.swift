import Files
import Foundation

extension BytePairTokenizer {
  /// Creates a tokenizer from pieces in the order of their ranks, which are also their numbers, as tiktoken has them.
  ///
  /// The merges follow from the ranks: each piece of two bytes or more is made of the two that its bytes become by the
  /// merges of lower rank.
  ///
  /// - Parameters:
  ///   - specialTokens: tokens with other numbers; numbers between them may be unused.
  /// - Throws: `Problem` of kind `badData` if a piece is not made of two earlier ones, and the errors of
  ///   ``init(pieces:merges:splitting:specialTokens:)``.
  public convenience init(ranks: [[UInt8]], splitting: Splitting, specialTokens: [String: Int32] = [:]) throws {
    var pieces = ranks
    for (name, token) in specialTokens.sorted(by: { $0.value < $1.value }) {
      guard token >= pieces.count, Int(token) < 4 * ranks.count + (1 << 16) else {
        throw Problem(
          .badData, "the special token \(quoted(name, limit: 40)) cannot have the number \(token)",
          suggestion: "Numbers below \(pieces.count) are taken.")
      }
      pieces += Array(repeating: [], count: Int(token) - pieces.count) + [Array(name.utf8)]
    }
    try self.init(
      pieces: pieces, merges: Self.merges(ofRanks: ranks), splitting: splitting, specialTokens: specialTokens)
  }

  private static func merges(ofRanks pieces: [[UInt8]]) throws -> [(left: Int32, right: Int32)] {
    var byteTokens = [Int32](repeating: -1, count: 256)
    for (token, piece) in pieces.enumerated() where piece.count == 1 { byteTokens[Int(piece[0])] = Int32(token) }
    var merges: [(left: Int32, right: Int32)] = [], results: [UInt64: Int32] = [:]
    for (token, piece) in pieces.enumerated() where piece.count != 1 {
      var parts = piece.map { byteTokens[Int($0)] }
      if parts.contains(-1) { throw Problem(.badData, "a byte of piece \(token) is not a piece itself") }
      while parts.count > 2 {
        var lowest: Int?, result = Int32.max
        for i in 0..<parts.count - 1 {
          guard let made = results[UInt64(parts[i]) << 32 | UInt64(parts[i + 1])], made < result else { continue }
          (lowest, result) = (i, made)
        }
        guard let lowest else { break }
        parts.replaceSubrange(lowest...lowest + 1, with: [result])
      }
      guard parts.count == 2 else {
        throw Problem(
          .badData, "piece \(token), \(CheckedVocabulary.name(piece)), is not made of two pieces of lower rank")
      }
      results[UInt64(parts[0]) << 32 | UInt64(parts[1])] = Int32(token)
      merges.append((parts[0], parts[1]))
    }
    return merges
  }

  /// Reads a rank file of tiktoken: on each line a piece in base64 and its rank, from 0 on.
  ///
  /// - Parameters:
  ///   - splitting: the pattern, which the file does not tell.
  ///   - specialTokens: the special tokens, which are not in the file either.
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData`, with the line, if its contents are wrong.
  public convenience init(
    ranksContentsOf path: String, splitting: Splitting, specialTokens: [String: Int32] = [:]
  ) throws {
    let pieces = try Self.rankedPieces(path)
    do {
      try self.init(ranks: pieces, splitting: splitting, specialTokens: specialTokens)
    } catch let problem as Problem {
      throw Problem(problem.kind, "\(path): \(problem.message)", suggestion: problem.suggestion)
    }
  }

  private static func rankedPieces(_ path: String) throws -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    for (number, line) in try textLines(path).enumerated() where !line.isEmpty {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[0])), !bytes.isEmpty,
        let rank = Int(parts[1])
      else {
        throw Problem(
          .badData,
          "\(path):\(number + 1): a line is a piece in base64 and its rank, not \(quoted(String(line), limit: 40))")
      }
      guard rank == pieces.count else {
        throw Problem(.badData, "\(path):\(number + 1): the rank is \(rank) where \(pieces.count) is next")
      }
      pieces.append(Array(bytes))
    }
    return pieces
  }
}
