/// A long text as blocks that can be encoded, or counted, one after another: each ends at a place where the chunks of the
/// parts are those of the whole.
///
///     var blocks = TextBlocks(.gpt2)
///     while let piece = try next() {
///       if let block = blocks.add(piece) { tokens += encode(block) }
///     }
///     tokens += encode(blocks.rest)
public struct TextBlocks: Sendable {
  private let splitting: Splitting
  /// The bytes after the last place to cut; at the end of the text, its last block.
  public private(set) var rest: [UInt8] = []

  /// Begins a text.
  public init(_ splitting: Splitting) { self.splitting = splitting }

  /// Takes the next piece of the text and returns what is complete; nil if nothing is.
  public mutating func add(_ piece: [UInt8]) -> [UInt8]? {
    let before = rest.count
    var block = before == 0 ? piece : rest + piece
    // What was looked at before has no place to cut, except at its end, where the next character was unknown. A character
    // that is cut in two looks like other bytes, so the last three bytes are left out.
    let cut = block.withUnsafeBufferPointer { text in
      text.count < 8
        ? nil
        : splitting.lastCut(of: text.baseAddress!, count: text.count, in: max(1, before - 4)..<text.count - 3)
    }
    guard let cut else {
      rest = block
      return nil
    }
    rest = Array(block[cut...])
    block.removeLast(block.count - cut)
    return block
  }
}
