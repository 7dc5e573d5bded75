import Files

/// Tokens that control a model, such as `<|endoftext|>`, and the policy for them: a text that happens to contain the name
/// of one is still text. Only names that the caller allows become special tokens.
///
///     let special = SpecialTokens(["<|endoftext|>": 50256])
///     try special.encode("a<|endoftext|>", allowing: []) { ordinary($0) }                   // only ordinary tokens
///     try special.encode("a<|endoftext|>", allowing: ["<|endoftext|>"]) { ordinary($0) }    // ..., 50256
///
/// So what a user types can never end a turn or begin another speaker's.
public struct SpecialTokens: Equatable, Sendable {
  /// The token of each name.
  public let tokens: [String: Int32]

  /// Creates the policy for these tokens.
  public init(_ tokens: [String: Int32]) { self.tokens = tokens }

  /// Returns the tokens of a text in which the allowed names are special.
  ///
  /// Of names that begin at the same place, the longest counts. Names are compared byte by byte.
  ///
  /// - Parameter ordinary: returns the tokens of the text between two special tokens.
  /// - Throws: `Problem` of kind `badData` if an allowed name is none of a special token; the errors of `ordinary`.
  public func encode(
    _ text: String, allowing special: Set<String>, _ ordinary: (String) throws -> [Int32]
  ) throws -> [Int32] {
    let names = try special.map { name in
      guard let token = tokens[name], !name.isEmpty else {
        throw Problem(
          .badData, "the tokenizer has no special token \(quoted(name, limit: 40))",
          suggestion: tokens.isEmpty
            ? "It has none at all."
            : "It has \(tokens.keys.sorted().prefix(5).map { quoted($0) }.joined(separator: ", ")).")
      }
      return (bytes: Array(name.utf8), token: token)
    }.sorted { $0.bytes.count > $1.bytes.count }
    guard !names.isEmpty else { return try ordinary(text) }
    var canBegin = [Bool](repeating: false, count: 256)
    for name in names { canBegin[Int(name.bytes[0])] = true }
    let bytes = Array(text.utf8)
    var result: [Int32] = [], start = 0, place = 0
    func finish(at end: Int) throws {
      if end > start { result += try ordinary(String(decoding: bytes[start..<end], as: UTF8.self)) }
    }
    while place < bytes.count {
      guard canBegin[Int(bytes[place])], let found = names.first(where: { bytes[place...].starts(with: $0.bytes) })
      else {
        place += 1
        continue
      }
      try finish(at: place)
      result.append(found.token)
      place += found.bytes.count
      start = place
    }
    try finish(at: bytes.count)
    return result
  }
}
