import Files
import Foundation

extension BytePairTokenizer {
  /// Reads GPT-2's pair of files: `vocab.json`, the number of each token, and `merges.txt`, one merge per line.
  ///
  /// - Parameters:
  ///   - special: the names that are special tokens if the vocabulary has them; the files do not say.
  /// - Throws: `Problem` of kind `missing` if a file cannot be read; `badData`, with the line, if its contents are wrong.
  public convenience init(
    vocabulary path: String, merges mergesPath: String, splitting: Splitting = .gpt2,
    special names: [String] = ["<|endoftext|>"]
  ) throws {
    let data = try readFile(path)
    guard let entries = try? JSONDecoder().decode([String: Int].self, from: data) else {
      throw Problem(
        .badData, "\(path) is not a vocabulary", suggestion: #"It should hold the number of each token: {"a": 0, ...}."#
      )
    }
    let vocabulary = try naming(path) {
      try ByteLevelVocabulary(entries, special: names.compactMap { name in entries[name].map { (name, $0) } })
    }
    let lines = try textLines(mergesPath)
    try self.init(vocabulary, lines, mergesPath, splitting)
  }

  private convenience init(
    _ vocabulary: ByteLevelVocabulary, _ lines: [Substring], _ path: String, _ splitting: Splitting
  ) throws {
    var merges: [(left: Int32, right: Int32)] = []
    for (number, line) in lines.enumerated() {
      // Only the first line is a comment: later ones may be merges of number signs.
      if line.isEmpty || number == 0 && line.hasPrefix("#version") { continue }
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw Problem(.badData, "\(path):\(number + 1): a merge is two tokens, not \(quoted(String(line), limit: 40))")
      }
      merges.append(
        try vocabulary.merge(String(parts[0]), String(parts[1])) { "\(path):\(number + 1): the merge" })
    }

    do {
      try self.init(
        pieces: vocabulary.pieces, merges: merges, splitting: splitting, specialTokens: vocabulary.special)
    } catch let problem as Problem {
      throw Problem(problem.kind, "\(path): \(problem.message)", suggestion: problem.suggestion)
    }
  }
}

/// Runs a reader, and puts the path before the message of a problem with the contents.
func naming<Result>(_ path: String, _ read: () throws -> Result) throws -> Result {
  do {
    return try read()
  } catch let problem as Problem where problem.kind == .badData && !problem.message.hasPrefix(path) {
    throw Problem(.badData, "\(path): \(problem.message)", suggestion: problem.suggestion)
  }
}

/// Returns the lines of a UTF-8 file.
///
/// - Throws: `Problem` of kind `missing` if it cannot be read, `badData` if it is not UTF-8.
func textLines(_ path: String) throws -> [Substring] {
  guard let text = String(validating: try readFile(path), as: UTF8.self) else {
    throw Problem(.badData, "\(path) is not UTF-8 text")
  }
  // Split by scalars: "\r\n" is one character.
  return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
    Substring($0.last == "\r" ? $0.dropLast() : $0)
  }
}
