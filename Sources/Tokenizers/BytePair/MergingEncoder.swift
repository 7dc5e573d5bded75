/// Encodes a chunk as the definition says: merges the pair with the lowest rank, of equal ones the leftmost, until no
/// pair merges. It is right for every list of merges.
///
/// A short chunk searches all pairs for the lowest rank each time: quadratic, but with nothing to keep in order. A long
/// one keeps its pairs in a heap, and takes time proportional to n log n.
struct MergingEncoder {
  /// The longest chunk, in bytes, that is searched.
  static let longestShort = 64

  private let merges: MergeTable
  private let ranks = UnsafeMutablePointer<UInt32>.allocate(capacity: MergingEncoder.longestShort)
  private let results = UnsafeMutablePointer<Int32>.allocate(capacity: MergingEncoder.longestShort)

  init(_ merges: MergeTable) { self.merges = merges }

  /// Frees the memory; the encoder is of no use afterward.
  func deallocate() {
    ranks.deallocate()
    results.deallocate()
  }

  /// Writes the tokens of a chunk of at most ``longestShort`` bytes and returns their number.
  @inline(__always)
  func encodeShort(_ text: UnsafePointer<UInt8>, count: Int, into tokens: UnsafeMutablePointer<Int32>) -> Int {
    tokens[0] = merges.byteTokens[Int(text[0])]
    for i in 1..<max(1, count) {
      tokens[i] = merges.byteTokens[Int(text[i])]
      let merge = merges.merge(tokens[i &- 1], tokens[i])
      ranks[i &- 1] = merge.rank
      results[i &- 1] = merge.result
    }
    var pairs = count &- 1
    while pairs > 0 {
      var lowest = 0, rank = ranks[0]
      for i in 1..<max(1, pairs) where ranks[i] < rank { (lowest, rank) = (i, ranks[i]) }
      guard rank != MergeTable.never else { break }
      tokens[lowest] = results[lowest]
      pairs &-= 1
      for i in lowest..<pairs {
        tokens[i &+ 1] = tokens[i &+ 2]
        ranks[i] = ranks[i &+ 1]
        results[i] = results[i &+ 1]
      }
      if lowest > 0 { update(lowest &- 1, tokens) }
      if lowest < pairs { update(lowest, tokens) }
    }
    return pairs &+ 1
  }

  @inline(__always)
  private func update(_ i: Int, _ tokens: UnsafeMutablePointer<Int32>) {
    let merge = merges.merge(tokens[i], tokens[i &+ 1])
    ranks[i] = merge.rank
    results[i] = merge.result
  }

  /// Writes the tokens of a chunk of any length and returns their number.
  func encodeLong(_ text: UnsafePointer<UInt8>, count: Int, into tokens: UnsafeMutablePointer<Int32>) -> Int {
    /// A pair that may merge: rank and place in one number, so that the lowest is the next to merge.
    struct Candidate: Comparable {
      let rank: UInt32, place: Int32, left: Int32, right: Int32
      static func < (a: Candidate, b: Candidate) -> Bool { (a.rank, a.place) < (b.rank, b.place) }
    }
    guard count > 0 else { return 0 }
    var next = Array(1...count), before = Array(-1..<count - 1)
    for i in 0..<count { tokens[i] = merges.byteTokens[Int(text[i])] }
    var heap = MinimumHeap<Candidate>()
    func consider(_ place: Int) {
      guard place >= 0, next[place] < count else { return }
      let (left, right) = (tokens[place], tokens[next[place]]), merge = merges.merge(left, right)
      guard merge.rank != MergeTable.never else { return }
      heap.insert(Candidate(rank: merge.rank, place: Int32(place), left: left, right: right))
    }
    for place in 0..<count - 1 { consider(place) }
    while let candidate = heap.removeFirst() {
      let place = Int(candidate.place), following = next[place]
      // A pair that has changed since is out of date; a token that was merged into another is -1.
      guard following < count, tokens[place] == candidate.left, tokens[following] == candidate.right else { continue }
      tokens[place] = merges.merge(candidate.left, candidate.right).result
      tokens[following] = -1
      next[place] = next[following]
      if next[place] < count { before[next[place]] = place }
      consider(before[place])
      consider(place)
    }
    var place = 0, written = 0
    while place < count {
      tokens[written] = tokens[place]
      written += 1
      place = next[place]
    }
    return written
  }
}
