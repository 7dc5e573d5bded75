/// Turns the bytes of a text into tokens, chunk by chunk: known chunks by look-up, new ones by an encoder. It belongs to
/// one thread at a time.
struct ChunkEncoder: @unchecked Sendable {
  private let merging: MergingEncoder
  /// The encoder of long chunks; nil if the vocabulary does not allow it.
  private var backtracking: BacktrackingEncoder?
  private var known = ChunkTable()
  /// What first accesses found, kept so that they are made.
  private var touched: UInt64 = 0

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

  /// A chunk that was found in a text and will be looked up.
  private struct Pending {
    var start: Int
    var length: Int
    var key: ChunkKey
    var slot: Int
  }

  /// How many chunks are found before they are looked up.
  private static let batch = 32

  /// Finds the chunks of a batch and then looks them up.
  ///
  /// A look-up waits for memory. If the first access for each chunk of the batch is made while the next chunk is being
  /// found, the waits overlap.
  @inline(__always)
  private mutating func encode(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ scanner: some ChunkScanner, _ tokens: UnsafeMutablePointer<Int32>
  ) -> Int {
    withUnsafeTemporaryAllocation(of: Pending.self, capacity: Self.batch) { buffer in
      let pending = buffer.baseAddress!
      var start = 0, written = 0, touched: UInt64 = 0
      while start < count {
        var found = 0
        while start < count, found < Self.batch {
          let end = scanner.end(of: text, from: start, count: count), length = end &- start
          var key = ChunkKey.none
          if length <= ChunkKey.maximumLength {
            key = ChunkKey(text + start, length: length, available: count &- start)
          }
          let slot = known.slot(key)
          touched ^= known.entries[slot].key.low
          pending[found] = Pending(start: start, length: length, key: key, slot: slot)
          found &+= 1
          start = end
        }
        for i in 0..<found { written &+= tokensOf(pending[i], text, count, tokens + written) }
      }
      self.touched = touched
      return written
    }
  }

  /// Writes the tokens of a chunk and returns their number.
  @inline(__always)
  private mutating func tokensOf(
    _ chunk: Pending, _ text: UnsafePointer<UInt8>, _ count: Int, _ tokens: UnsafeMutablePointer<Int32>
  ) -> Int {
    guard chunk.length <= ChunkKey.maximumLength else { return encodeLong(text + chunk.start, chunk.length, tokens) }
    let entry = known.entry(chunk.key, from: chunk.slot), found = Int(entry.pointee.count)
    if found == 0 { return encodeNew(chunk.key, text + chunk.start, chunk.length, tokens) }
    if found <= 3 {
      // Always writes three, which is faster than asking how many.
      (tokens[0], tokens[1], tokens[2]) = entry.pointee.tokens
    } else {
      tokens.update(from: known.rest + Int(entry.pointee.tokens.0), count: found)
    }
    return found
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
