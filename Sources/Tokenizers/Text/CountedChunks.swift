/// How often each chunk of texts occurs: all that training WordPiece and Unigram needs to know of a text.
///
///     var counts = CountedChunks()
///     counts.add([Array("to".utf8)[...], Array("be".utf8)[...], Array("to".utf8)[...]])
///     counts.sorted.map(\.count)    // [1, 2]: "be", "to"
struct CountedChunks {
  private var counts: [ArraySlice<UInt8>: Int] = [:]

  /// Counts these chunks.
  mutating func add(_ chunks: some Sequence<ArraySlice<UInt8>>) {
    for chunk in chunks {
      // A new key is copied: as a slice it would keep the whole text in memory.
      if counts[chunk] == nil { counts[Array(chunk)[...]] = 1 } else { counts[chunk]! += 1 }
    }
  }

  /// The chunks in the order of their bytes, so that training on a text always has the same result.
  var sorted: [(bytes: [UInt8], count: Int)] {
    counts.map { (bytes: Array($0.key), count: $0.value) }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
