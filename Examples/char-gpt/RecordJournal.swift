import Files
import Foundation

/// The results of the records table so far, in a file that only grows, so a killed command loses one training at most.
final class RecordJournal {
  private(set) var results: [RecordResult] = []
  private let journal: Journal

  /// Reads a journal, or creates an empty one and its folder.
  ///
  /// - Throws: `Problem` of kind `badData` that names a line that is no result.
  init(_ path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty { try createFolder(folder) }
    var length = 0
    if fileType(path) != nil {
      let data = try readFile(path)
      // The last line may be half written, if the program was killed. It is cut off, unless it is something else.
      let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { data[...$0] } ?? Data()
      length = whole.count
      for (number, line) in whole.split(separator: UInt8(ascii: "\n")).enumerated() {
        guard let result = try? JSONDecoder().decode(RecordResult.self, from: Data(line)) else {
          throw Problem(.badData, "\(path): line \(number + 1) is not a result of char-gpt records")
        }
        results.append(result)
      }
      let rest = data.dropFirst(length), start = RecordResult.start.utf8
      guard rest.prefix(start.count).elementsEqual(start.prefix(rest.count)) else {
        throw Problem(.badData, "\(path): its last line is not a result of char-gpt records")
      }
    }
    journal = try Journal(path, keeping: length)
  }

  func append(_ result: RecordResult) throws {
    try journal.append(result.line())
    try journal.flush()
    results.append(result)
  }
}
