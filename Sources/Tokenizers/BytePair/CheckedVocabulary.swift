import Files

/// The parts of a byte-pair vocabulary after all checks, with what each merge makes.
struct CheckedVocabulary {
  /// The token of each byte.
  private(set) var byteTokens: [Int32]
  let merges: [(left: Int32, right: Int32, result: Int32)]

  /// Checks the parts of a vocabulary; see ``BytePairTokenizer/init(pieces:merges:splitting:specialTokens:)``.
  init(_ pieces: [[UInt8]], _ list: [(left: Int32, right: Int32)], _ specialTokens: [String: Int32]) throws {
    guard pieces.count < Int(Int32.max) else { throw Problem(.badData, "the vocabulary has too many pieces") }
    var special: [Int: String] = [:]
    for (name, token) in specialTokens.sorted(by: { $0.value < $1.value }) {
      guard pieces.indices.contains(Int(token)), pieces[Int(token)] == Array(name.utf8), !name.isEmpty else {
        throw Problem(.badData, "the special token \(quoted(name, limit: 40)) is not piece \(token) of the vocabulary")
      }
      if let other = special.updateValue(name, forKey: Int(token)) {
        throw Problem(.badData, "the special tokens \(quoted(other)) and \(quoted(name)) are both token \(token)")
      }
    }
    var tokens: [[UInt8]: Int32] = [:]
    tokens.reserveCapacity(pieces.count)
    byteTokens = Array(repeating: -1, count: 256)
    for (token, piece) in pieces.enumerated() where !piece.isEmpty {
      if let other = tokens.updateValue(Int32(token), forKey: piece) {
        throw Problem(.badData, "tokens \(other) and \(token) are both \(Self.name(piece))")
      }
      if piece.count == 1, special[token] == nil { byteTokens[Int(piece[0])] = Int32(token) }
    }
    if let byte = byteTokens.firstIndex(of: -1) {
      throw Problem(.badData, "the vocabulary has no piece for the byte \(byte), \(Self.name([UInt8(byte)]))")
    }
    var pairs: Set<UInt64> = [], merges: [(left: Int32, right: Int32, result: Int32)] = []
    pairs.reserveCapacity(list.count)
    merges.reserveCapacity(list.count)
    for (rank, merge) in list.enumerated() {
      for part in [merge.left, merge.right] {
        guard pieces.indices.contains(Int(part)), !pieces[Int(part)].isEmpty else {
          throw Problem(.badData, "merge \(rank) joins token \(part), which the vocabulary does not have")
        }
        if let name = special[Int(part)] {
          throw Problem(.badData, "merge \(rank) joins the special token \(quoted(name, limit: 40))")
        }
      }
      let (left, right) = (pieces[Int(merge.left)], pieces[Int(merge.right)])
      guard let result = tokens[left + right] else {
        let names = "\(Self.name(left)) and \(Self.name(right))"
        throw Problem(.badData, "merge \(rank) joins \(names), but the vocabulary does not have both together")
      }
      if let name = special[Int(result)] {
        throw Problem(.badData, "merge \(rank) makes the special token \(quoted(name, limit: 40))")
      }
      guard pairs.insert(UInt64(merge.left) << 32 | UInt64(merge.right)).inserted else {
        throw Problem(.badData, "merge \(rank) joins \(Self.name(left)) and \(Self.name(right)) a second time")
      }
      merges.append((merge.left, merge.right, result))
    }
    self.merges = merges
  }

  /// Returns a piece for messages, in GPT-2's printable characters.
  static func name(_ piece: [UInt8]) -> String { quoted(ByteAlphabet.text(of: piece), limit: 40) }
}
