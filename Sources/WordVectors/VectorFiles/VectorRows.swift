import Corpora
import Files
import Tensors

/// Collects words and their rows as they are read from a file; repeated words are left out.
struct VectorRows {
  /// The rows, as many as the file promises.
  private let table: Tensor
  private(set) var words = WordVocabulary()
  /// The number of repeated words, and the first of them.
  private var repeated = 0, firstRepeated: String?
  private let path: String
  private let isLossy: Bool
  /// The total bytes of all words; a vocabulary counts its bytes in 32 bits.
  private var byteCount = 0

  init(count: Int, dimensions: Int, path: String, isLossy: Bool) {
    table = Tensor(unfilled: [count, dimensions])
    self.path = path
    self.isLossy = isLossy
  }

  /// Where to store the numbers of the next word.
  var next: UnsafeMutablePointer<Float> { table.data + words.count * table.shape[1] }

  /// Keeps the word whose numbers were stored at ``next``.
  ///
  /// - Parameter place: its place in the file, for messages, such as "line 5".
  mutating func append(_ word: UnsafeBufferPointer<UInt8>, place: @autoclosure () -> String) throws {
    guard !word.isEmpty else { throw Problem(.badData, "\(path), \(place()): there is no word before the numbers") }
    byteCount += word.count
    guard byteCount < Int(UInt32.max) else { throw Problem(.badData, "\(path): the words take more than 4 GB") }
    let before = words.count
    if isASCII(word) || String(validating: word, as: UTF8.self) != nil {
      words.add(word)
    } else if isLossy {
      words.add(String(decoding: word, as: UTF8.self))
    } else {
      throw Problem(
        .badData, "\(path), \(place()): the word is not UTF-8",
        suggestion: "Use \(Problem.setting("lossy")) to replace bytes that are not UTF-8 with U+FFFD.")
    }
    guard words.count == before else { return }
    repeated += 1
    if firstRepeated == nil { firstRepeated = String(decoding: word, as: UTF8.self) }
  }

  private func isASCII(_ word: UnsafeBufferPointer<UInt8>) -> Bool { word.reduce(0, |) < 0x80 }

  /// Returns all words with their vectors, after the last one was read.
  ///
  /// - Parameter remark: called if words were repeated.
  func vectors(_ remark: (String) -> Void) throws -> WordVectors {
    guard repeated > 0 else { return try WordVectors(checking: words, table, path: path) }
    let first = quoted(firstRepeated ?? "", limit: 40)
    remark(
      repeated == 1
        ? "\(path) has the word \(first) twice; its first vector is kept"
        : "\(path) has \(repeated) words that repeat earlier ones, such as \(first); the first vectors are kept")
    let kept = Tensor(unfilled: [words.count, table.shape[1]])
    kept.data.update(from: table.data, count: kept.count)
    return try WordVectors(checking: words, kept, path: path)
  }
}
