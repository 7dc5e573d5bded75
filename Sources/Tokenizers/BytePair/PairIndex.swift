import Files

/// The symbols of all different chunks, and for each pair of neighbors its frequency and its places, kept up to date
/// while pairs are merged.
///
/// A merge looks only at the places of its pair. The most frequent pair comes from a heap whose entries may be out of
/// date: frequencies of old pairs only fall, so an entry that is too high is put back with its present frequency.
final class PairIndex {
  /// A token in a chunk, linked to its neighbors in the chunk, which are -1 at the ends. After a merge, the left symbol is
  /// the new token, and the right one is out of the chain, with token -1.
  private struct Symbol {
    var token: Int32
    var before, after: Int32
    let chunk: Int32
  }

  private struct Pair {
    var count = 0
    /// Where its left symbols were; some may have changed since.
    var places: [Int32] = []
  }

  /// An entry of the heap; the most frequent comes first, then the smallest pair.
  private struct Candidate: Comparable {
    let count: Int
    /// The left token, then the right one.
    let pair: UInt64
    let index: Int

    static func < (a: Candidate, b: Candidate) -> Bool {
      a.count != b.count ? a.count > b.count : a.pair < b.pair
    }
  }

  private var symbols: [Symbol] = []
  /// How often each chunk occurs.
  private var chunkCounts: [Int] = []
  private var pairs: [Pair] = []
  private var indexOfPair: [UInt64: Int] = [:]
  private var heap = MinimumHeap<Candidate>()
  /// What the current merge changes, by the neighboring token.
  private var lefts = Neighbors(), rights = Neighbors()

  /// Splits the chunks into bytes and counts all pairs.
  ///
  /// - Throws: `Problem` of kind `badData` if there are too many bytes to number them.
  init(_ counts: ChunkCounts) throws {
    var tokenOfByte = [Int32](repeating: 0, count: 256)
    for (token, byte) in ByteAlphabet.order.enumerated() { tokenOfByte[Int(byte)] = Int32(token) }
    chunkCounts.reserveCapacity(counts.count)
    symbols.reserveCapacity(8 * counts.count)
    try counts.forEach { bytes, count in
      guard bytes.count >= 2 else { return }
      guard symbols.count + bytes.count < Int(Int32.max) else {
        throw Problem(.badData, "the texts have more than two billion bytes in different chunks")
      }
      let chunk = Int32(chunkCounts.count), start = Int32(symbols.count), end = start + Int32(bytes.count)
      for (i, byte) in bytes.enumerated() {
        let place = start + Int32(i)
        symbols.append(
          Symbol(
            token: tokenOfByte[Int(byte)], before: i == 0 ? -1 : place - 1, after: place + 1 == end ? -1 : place + 1,
            chunk: chunk))
      }
      chunkCounts.append(count)
    }
    countBytePairs()
  }

  private func countBytePairs() {
    var places = [Int](repeating: 0, count: 1 << 16)
    func pair(_ symbol: Symbol) -> Int { Int(symbol.token) << 8 | Int(symbols[Int(symbol.after)].token) }
    for symbol in symbols where symbol.after >= 0 { places[pair(symbol)] += 1 }
    var indices = [Int](repeating: -1, count: 1 << 16)
    for (pair, number) in places.enumerated() where number > 0 {
      indices[pair] = pairs.count
      indexOfPair[Self.key(Int32(pair >> 8), Int32(pair & 0xFF))] = pairs.count
      pairs.append(Pair())
      pairs[pairs.count - 1].places.reserveCapacity(number)
    }
    for (place, symbol) in symbols.enumerated() where symbol.after >= 0 {
      let index = indices[pair(symbol)]
      pairs[index].count += chunkCounts[Int(symbol.chunk)]
      pairs[index].places.append(Int32(place))
    }
    heap = MinimumHeap(indexOfPair.map { Candidate(count: pairs[$1].count, pair: $0, index: $1) })
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

  /// Returns the most frequent pair, of equal ones the smallest; nil if no chunk has a pair. The pair must then be merged.
  func nextMerge() -> (left: Int32, right: Int32)? {
    while let candidate = heap.removeFirst() {
      let count = pairs[candidate.index].count
      guard count > 0 else { continue }
      if count == candidate.count { return (Int32(candidate.pair >> 32), Int32(candidate.pair & 0xFFFF_FFFF)) }
      heap.insert(Candidate(count: count, pair: candidate.pair, index: candidate.index))
    }
    return nil
  }

  /// Replaces each pair of these tokens by `token`, from left to right within a chunk.
  func merge(_ left: Int32, _ right: Int32, into token: Int32) {
    guard let index = indexOfPair[Self.key(left, right)] else { return }
    var places = pairs[index].places
    pairs[index] = Pair()
    // Places are in order unless two merges make the same piece; the order matters where pairs overlap.
    if left == right { places.sort() }
    lefts.prepare(forTokensUpTo: token)
    rights.prepare(forTokensUpTo: token)
    symbols.withUnsafeMutableBufferPointer { symbols in
      for place in places {
        let symbol = symbols[Int(place)]
        guard symbol.token == left, symbol.after >= 0, symbols[Int(symbol.after)].token == right else { continue }
        let count = chunkCounts[Int(symbol.chunk)], after = symbols[Int(symbol.after)].after
        symbols[Int(symbol.after)].token = -1
        symbols[Int(place)].token = token
        symbols[Int(place)].after = after
        if symbol.before >= 0 { lefts.add(symbols[Int(symbol.before)].token, at: symbol.before, count) }
        if after >= 0 {
          symbols[Int(after)].before = place
          rights.add(symbols[Int(after)].token, at: place, count)
        }
      }
    }
    // First what is new, because a place can gain a pair and lose it again: in aaaa, aa a a becomes aa aa.
    var new: [Int] = []
    for change in lefts.changes { new.append(add(Self.key(change.token, token), change)) }
    for change in rights.changes { new.append(add(Self.key(token, change.token), change)) }
    for change in lefts.changes { remove(Self.key(change.token, left), change.count, merged: index) }
    for change in rights.changes { remove(Self.key(right, change.token), change.count, merged: index) }
    let keys = lefts.changes.map { Self.key($0.token, token) } + rights.changes.map { Self.key(token, $0.token) }
    for (key, index) in zip(keys, new) where pairs[index].count > 0 {
      heap.insert(Candidate(count: pairs[index].count, pair: key, index: index))
    }
    lefts.removeAll()
    rights.removeAll()
  }

  private func add(_ key: UInt64, _ change: Neighbors.Change) -> Int {
    if let index = indexOfPair[key] {
      pairs[index].count += change.count
      pairs[index].places += change.places
      return index
    }
    indexOfPair[key] = pairs.count
    pairs.append(Pair(count: change.count, places: change.places))
    return pairs.count - 1
  }

  private func remove(_ key: UInt64, _ count: Int, merged: Int) {
    // The pair that is merged is gone as a whole.
    guard let index = indexOfPair[key], index != merged else { return }
    pairs[index].count -= count
  }
}

/// The tokens beside a merged pair on one side: how often each, and where.
private struct Neighbors {
  struct Change {
    let token: Int32
    var count: Int
    /// Places of the left symbol of the new pair.
    var places: [Int32]
  }

  private(set) var changes: [Change] = []
  /// For each token, its index in `changes`, or -1.
  private var indices: [Int32] = []

  mutating func prepare(forTokensUpTo token: Int32) {
    while indices.count <= token { indices.append(-1) }
  }

  mutating func add(_ token: Int32, at place: Int32, _ count: Int) {
    let index = Int(indices[Int(token)])
    if index >= 0 {
      changes[index].count += count
      changes[index].places.append(place)
    } else {
      indices[Int(token)] = Int32(changes.count)
      changes.append(Change(token: token, count: count, places: [place]))
    }
  }

  mutating func removeAll() {
    for change in changes { indices[Int(change.token)] = -1 }
    changes.removeAll(keepingCapacity: true)
  }
}
