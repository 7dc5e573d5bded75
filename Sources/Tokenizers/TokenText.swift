/// The text of tokens that come one by one, such as those that a model writes.
///
/// A token of bytes can end inside a character. Its first bytes are held back until the rest has come, so that each piece
/// of text is valid.
///
///     var text = TokenText(tokenizer)
///     for token in tokens { print(text.append(token), terminator: "") }
///     print(text.finish())
public struct TokenText: Sendable {
  private let tokenizer: any Tokenizer
  private var pending: [UInt8] = []

  /// Creates an empty text.
  public init(_ tokenizer: any Tokenizer) { self.tokenizer = tokenizer }

  /// Adds a token, and returns the text that is complete now. Bytes that can no longer become a character are replaced
  /// by U+FFFD.
  public mutating func append(_ token: Int32) -> String {
    pending += tokenizer.bytes(of: token)
    let end = pending.count - unfinishedCount
    defer { pending.removeFirst(end) }
    return String(decoding: pending[..<end], as: UTF8.self)
  }

  /// Returns what was held back, when no more tokens come.
  public mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many bytes at the end are the beginning of a character.
  private var unfinishedCount: Int {
    for count in 1...3 where count <= pending.count {
      let byte = pending[pending.count - count]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > count ? count : 0
    }
    return 0
  }
}
