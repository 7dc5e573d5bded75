import Files
import Foundation

/// Words, numbered in the order in which they were added.
///
/// The words are stored as bytes, one after another, and a hash table with open addressing finds them. A lookup
/// compares bytes and creates no string, and a word costs its own bytes plus 12 to 20 more.
public struct WordVocabulary: Equatable, Sendable {
  private var bytes: [UInt8] = []
  /// Where each word ends; it begins where the one before ends.
  private var ends: [UInt32] = []
  /// The number of the word in each slot, or -1. The number of slots is a power of two, at least twice the number of
  /// words.
  private var slots = [Int32](repeating: -1, count: 16)

  /// Creates a vocabulary without words.
  public init() {}

  /// The number of words.
  public var count: Int { ends.count }

  /// The length of the longest word, in bytes.
  public var longest: Int { (0..<count).map { range($0).count }.max() ?? 0 }

  /// Returns the number of a word, adding it if it is new.
  @discardableResult
  public mutating func add(_ word: UnsafeBufferPointer<UInt8>) -> Int32 {
    let slot = slot(of: word)
    if slots[slot] >= 0 { return slots[slot] }
    let number = Int32(count)
    bytes.append(contentsOf: word)
    ends.append(UInt32(bytes.count))
    slots[slot] = number
    if 2 * count > slots.count { grow() }
    return number
  }

  /// Returns the number of a word, or nil if it is not in the vocabulary.
  public func number(of word: UnsafeBufferPointer<UInt8>) -> Int32? {
    let number = slots[slot(of: word)]
    return number < 0 ? nil : number
  }

  /// Returns the number of a word, or nil if it is not in the vocabulary.
  public func number(of word: String) -> Int32? {
    var word = word
    return word.withUTF8 { number(of: $0) }
  }

  /// Returns the number of a word, adding it if it is new.
  @discardableResult
  public mutating func add(_ word: String) -> Int32 {
    var word = word
    return word.withUTF8 { add($0) }
  }

  /// Calls `body` with the bytes of a word.
  public func withBytes<Result>(of number: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
    -> Result
  {
    try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range(Int(number))])) }
  }

  /// The word with a number.
  public subscript(number: Int32) -> String { String(decoding: bytes[range(Int(number))], as: UTF8.self) }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])
  }

  /// Returns the slot that holds a word, or the free slot where it belongs.
  private func slot(of word: UnsafeBufferPointer<UInt8>) -> Int {
    var slot = home(fingerprint(of: word))
    while slots[slot] >= 0, !isEqual(Int(slots[slot]), word) { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private func isEqual(_ number: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(number)
    guard range.count == word.count else { return false }
    for i in word.indices where bytes[range.lowerBound + i] != word[i] { return false }
    return true
  }

  /// Returns the slot at which to start. The low bits of a fingerprint depend only on the low bits of each byte, so the
  /// high bits are folded in.
  private func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1) }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    for number in 0..<count {
      var slot = home(fingerprint(of: bytes[range(number)]))
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }
}

// MARK: - vocabulary.txt

extension WordVocabulary {
  /// Writes the words, one per line, in the order of their numbers.
  public func save(to path: String) throws {
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count + count)
    for number in 0..<count { lines += bytes[range(number)] + [UInt8(ascii: "\n")] }
    try writeFile(Data(lines), to: path)
  }

  /// Reads a vocabulary that ``save(to:)`` wrote; an editor may have put a byte order mark before it.
  ///
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` when a line is not exactly one new
  ///   word.
  public init(contentsOf path: String) throws {
    self.init()
    // ``save(to:)`` writes UTF-8, and bytes in another encoding would be displayed as other words.
    let data = try readFile(path)
    guard String(data: data, encoding: .utf8) != nil else { throw Problem(.badData, "\(path) is not UTF-8") }
    try data.withUnsafeBytes { file in
      let marked = file.bindMemory(to: UInt8.self)
      let file = marked.dropFirst(marked.starts(with: byteOrderMark) ? byteOrderMark.count : 0)
      guard file.isEmpty || file.last == UInt8(ascii: "\n") else {
        throw Problem(.badData, "\(path) is cut short: its last line has no newline")
      }
      for line in file.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        let number = count
        guard !line.isEmpty, !line.contains(where: isWhitespace) else {
          throw Problem(.badData, "\(path), line \(number + 1): expected one word, without white space")
        }
        if Int(add(UnsafeBufferPointer(rebasing: line))) != number {
          let word = quoted(String(decoding: line, as: UTF8.self), limit: 40)
          throw Problem(.badData, "\(path), line \(number + 1): the word \(word) occurs twice")
        }
      }
    }
  }
}

/// Returns whether a byte separates words: ASCII white space and nothing else, as in KenLM.
public func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
