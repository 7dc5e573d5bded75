import Files

/// A vocabulary whose tokens are written in GPT-2's printable characters (``ByteAlphabet``), as files have it.
struct ByteLevelVocabulary {
  /// The bytes of each token; empty for numbers that no token has.
  private(set) var pieces: [[UInt8]]
  /// The special tokens, which are written as they are.
  private(set) var special: [String: Int32] = [:]
  private var tokens: [String: Int32] = [:]

  /// Creates a vocabulary from the number of each token.
  ///
  /// - Throws: `Problem` of kind `badData` if a number is used twice or out of all proportion, or if a token has
  ///   characters that stand for no byte.
  init(_ vocabulary: [String: Int], special list: [(name: String, id: Int)]) throws {
    let ids = vocabulary.values + list.map(\.id), largest = ids.max() ?? -1
    // Some numbers may be unused, but a single wrong one must not take all memory.
    guard ids.allSatisfy({ $0 >= 0 }), largest < 4 * ids.count + (1 << 16) else {
      throw Problem(.badData, "the vocabulary has \(ids.count) tokens but numbers from \(ids.min() ?? 0) to \(largest)")
    }
    pieces = Array(repeating: [], count: largest + 1)
    for (name, id) in list {
      guard special.updateValue(Int32(id), forKey: name) == nil, pieces[id].isEmpty else {
        throw Problem(.badData, "the special token \(quoted(name, limit: 40)) or its number \(id) is there twice")
      }
      pieces[id] = Array(name.utf8)
    }
    for (text, id) in vocabulary {
      if let known = special[text] {
        guard Int(known) == id else {
          throw Problem(.badData, "\(quoted(text, limit: 40)) is token \(id) and also the special token \(known)")
        }
        continue
      }
      guard let bytes = ByteAlphabet.bytes(of: text), !bytes.isEmpty else {
        throw Problem(.badData, "token \(id), \(quoted(text, limit: 40)), has characters that stand for no byte")
      }
      guard pieces[id].isEmpty else { throw Problem(.badData, "the vocabulary has two tokens with the number \(id)") }
      pieces[id] = bytes
      tokens[text] = Int32(id)
    }
  }

  /// Returns the numbers of two tokens that a merge joins.
  ///
  /// - Parameter place: the merge, or its line, for the message.
  func merge(_ left: String, _ right: String, _ place: () -> String) throws -> (left: Int32, right: Int32) {
    guard let leftToken = tokens[left], let rightToken = tokens[right] else {
      let missing = quoted(tokens[left] == nil ? left : right, limit: 40)
      throw Problem(.badData, "\(place()) joins \(missing), which is not in the vocabulary")
    }
    return (leftToken, rightToken)
  }
}
