import Corpora
import Files
import Foundation

extension WordVectors {
  /// The formats that can be written, both word2vec's own.
  public enum Format: String, CaseIterable, Sendable {
    /// Readable lines; each number has as many digits as it takes to get the same bits back.
    case text
    /// 32-bit floats: less than half the size, and faster to read.
    case binary
  }

  /// Writes the vectors to a file that word2vec, gensim and other programs can read, completely or not at all.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`; `badData` if a word contains whitespace, which these
  ///   formats cannot represent.
  public func write(to path: String, format: Format) throws {
    if let word = (0..<Int32(count)).first(where: { words.withBytes(of: $0) { $0.contains(where: isWhitespace) } }) {
      throw Problem(
        .badData,
        "cannot write \(path): the word \(quoted(words[word], limit: 40)) contains whitespace, "
          + "which these files do not allow")
    }
    try writeFile(to: path) { file in
      var bytes = Array("\(count) \(dimensions)\n".utf8)
      for number in 0..<Int32(count) {
        words.withBytes(of: number) { bytes += $0 }
        switch format {
        case .text:
          for value in self[number] {
            bytes.append(UInt8(ascii: " "))
            bytes += value.description.utf8
          }
        case .binary:
          bytes.append(UInt8(ascii: " "))
          bytes += UnsafeRawBufferPointer(self[number])
        }
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count > 1 << 20 {
          try file.write(contentsOf: bytes)
          bytes.removeAll(keepingCapacity: true)
        }
      }
      try file.write(contentsOf: bytes)
    }
  }
}
