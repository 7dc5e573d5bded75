/// Turns the bytes of a text into tokens, chunk by chunk: known chunks by look-up, new ones by an encoder. It belongs to
/// one thread at a time.
struct ChunkEncoder: @unchecked Sendable {
  private let merging: MergingEncoder
  /// The encoder of long chunks; nil if the vocabulary does not allow it.
  private var backtracking: BacktrackingEncoder?
  private var known = ChunkTable()

  /// The longest chunk, in bytes, that is encoded by searching its pairs.
  private static let shortest = 24

  init(_ merges: MergeTable, _ trie: PieceTrie?) {
    merging = MergingEncoder(merges)
    backtracking = trie.map { BacktrackingEncoder(merges, $0) }
  }

  /// Frees the memory; the encoder is of no use afterward.
  func deallocate() {
    merging.deallocate()
    known.deallocate()
  }

  /// Writes the tokens of a text and returns their number.
  ///
  /// - Parameter tokens: room for as many tokens as the text has bytes, and two more.
  mutating func encode(
    _ text: UnsafePointer<UInt8>, count: Int, by splitting: Splitting, into tokens: UnsafeMutablePointer<Int32>
  ) -> Int {
    switch splitting {
    case .gpt2: encode(text, count, GPT2Scanner(), tokens)
    case .gpt4: encode(text, count, GPT4Scanner(), tokens)
    case .none: encodeLong(text, count, tokens)
    }
  }

  @inline(__always)
  private mutating func encode(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ scanner: some ChunkScanner, _ tokens: UnsafeMutablePointer<Int32>
  ) -> Int {
    var start = 0, written = 0
    while start < count {
      let end = scanner.end(of: text, from: start, count: count), length = end &- start
      if length <= ChunkKey.maximumLength {
        let key = ChunkKey(text + start, length: length, available: count &- start)
        let entry = known.entry(key), found = Int(entry.pointee.count), here = tokens + written
        if found == 0 {
          written &+= encodeNew(key, text + start, length, here)
        } else if found <= 3 {
          // Always writes three, which is faster than asking how many.
          (here[0], here[1], here[2]) = entry.pointee.tokens
          written &+= found
        } else {
          here.update(from: known.rest + Int(entry.pointee.tokens.0), count: found)
          written &+= found
        }
      } else {
        written &+= encodeLong(text + start, length, tokens + written)
      }
      start = end
    }
    return written
  }

  @inline(never)
  private mutating func encodeNew(
    _ key: ChunkKey, _ text: UnsafePointer<UInt8>, _ length: Int, _ tokens: UnsafeMutablePointer<Int32>
  ) -> Int {
    let count = merging.encodeShort(text, count: length, into: tokens)
    known.insert(key, tokens, count: count)
    return count
  }

  @inline(never)
  private mutating func encodeLong(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ tokens: UnsafeMutablePointer<Int32>
  ) -> Int {
    if length <= Self.shortest { return length > 0 ? merging.encodeShort(text, count: length, into: tokens) : 0 }
    return backtracking?.encode(text, count: length, into: tokens)
      ?? merging.encodeLong(text, count: length, into: tokens)
  }
}
