/// The merges of a byte-pair vocabulary, in tables for fast questions.
///
/// A *rank* is the number of a merge: of all pairs in a chunk, the one with the lowest rank is merged first, and of equal
/// pairs the leftmost.
final class MergeTable: @unchecked Sendable {
  /// What two tokens become.
  struct Merge {
    /// Left token, right token: both in one number, so that one comparison finds them.
    let pair: UInt64
    let rank: UInt32
    let result: Int32
  }

  /// The rank of a pair that never merges.
  static let never = UInt32.max

  /// The token of each byte.
  let byteTokens: UnsafeMutablePointer<Int32>
  /// The number of tokens.
  let count: Int
  /// How a token is made.
  struct Made {
    /// One more than the rank of the merge that makes it; 0 for tokens that no merge makes.
    var at: UInt32 = 0
    /// The two tokens that become it.
    var left: Int32 = -1, right: Int32 = -1
  }

  /// How each token is made.
  let made: UnsafeMutablePointer<Made>
  /// Whether each token is made by one merge at most, whose parts are made before it.
  ///
  /// Trained vocabularies are like that, and then a token's own bytes become that token: the precondition of
  /// ``BacktrackingEncoder``.
  let isOrdered: Bool

  /// A bit for each value of the hash's first bits: whether a pair with these bits merges. Nearly all pairs that never
  /// merge are recognized here, in memory that fits into the fastest cache.
  private let filter: UnsafeMutablePointer<UInt64>
  private let merges: UnsafeMutablePointer<Merge>
  private let capacity: Int
  private let shift: UInt64

  /// Creates the tables of merges in the order of their ranks. All tokens are in `0 ..< count`, and all pairs distinct.
  init(count: Int, byteTokens: [Int32], merges list: [(left: Int32, right: Int32, result: Int32)]) {
    self.count = count
    self.byteTokens = .allocate(capacity: 256)
    self.byteTokens.initialize(from: byteTokens, count: 256)
    made = .allocate(capacity: count)
    made.initialize(repeating: Made(), count: count)
    // At most a third of the slots is used, because most questions are about pairs that never merge.
    var bits: UInt64 = 4
    while 1 << bits < 3 * list.count { bits += 1 }
    capacity = 1 << bits
    shift = 64 - bits
    filter = .allocate(capacity: capacity / 8)
    filter.initialize(repeating: 0, count: capacity / 8)
    merges = .allocate(capacity: capacity)
    merges.initialize(repeating: Merge(pair: .max, rank: Self.never, result: -1), count: capacity)
    var isOrdered = true
    let isByte = Set(byteTokens)
    for (rank, merge) in list.enumerated() {
      for part in [merge.left, merge.right] where made[Int(part)].at == 0 && !isByte.contains(part) {
        isOrdered = false
      }
      let pair = Self.pair(merge.left, merge.right)
      let bit = Self.hash(pair) &>> (shift - 3)
      filter[Int(bit >> 6)] |= 1 << (bit & 63)
      var slot = Int(bit >> 3)
      while merges[slot].pair != .max { slot = (slot + 1) & (capacity - 1) }
      merges[slot] = Merge(pair: pair, rank: UInt32(rank), result: merge.result)
      guard made[Int(merge.result)].at == 0, !isByte.contains(merge.result) else {
        isOrdered = false
        continue
      }
      made[Int(merge.result)] = Made(at: UInt32(rank) + 1, left: merge.left, right: merge.right)
    }
    self.isOrdered = isOrdered
  }

  deinit {
    byteTokens.deallocate()
    made.deallocate()
    filter.deallocate()
    merges.deallocate()
  }

  @inline(__always)
  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private static func hash(_ pair: UInt64) -> UInt64 {
    // The odd number is 2^64 divided by the golden ratio.
    (pair ^ pair >> 29) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Returns what two tokens become; the rank is ``never`` if they do not merge.
  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> Merge {
    let pair = Self.pair(left, right), bit = Self.hash(pair) &>> (shift &- 3)
    guard filter[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63) & 1 == 1 else {
      return Merge(pair: .max, rank: Self.never, result: -1)
    }
    var slot = Int(truncatingIfNeeded: bit &>> 3)
    while true {
      let merge = merges[slot]
      if merge.pair == pair || merge.pair == .max { return merge }
      slot = (slot &+ 1) & (capacity &- 1)
    }
  }

  /// Returns whether a text of these two tokens is encoded as these two, provided that each alone is encoded as itself.
  ///
  /// It undoes the merges of both tokens, the last first, and asks at each stage whether the two tokens that then touch
  /// would have been merged with each other before the next merge of one of them. Needs ``isOrdered``.
  @inline(__always)
  func canTouch(_ left: Int32, _ right: Int32) -> Bool {
    var left = left, right = right
    // The merge of the touching pair happens if its rank is below this.
    var limit = Self.never
    while true {
      if merge(left, right).rank < limit { return false }
      let leftMade = made[Int(left)], rightMade = made[Int(right)]
      if leftMade.at > rightMade.at {
        // Of equal pairs the leftmost is first, so the left token's own merge comes before one of the touching pair.
        limit = leftMade.at &- 1
        left = leftMade.right
      } else if rightMade.at > 0 {
        limit = rightMade.at
        right = rightMade.left
      } else {
        return true
      }
    }
  }
}
