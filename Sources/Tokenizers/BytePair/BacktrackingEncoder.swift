/// Encodes a chunk of any length in time proportional to it.
///
/// A text has only one encoding in which each two neighbors can touch (``MergeTable/canTouch(_:_:)``), and that is the
/// one that merging gives. So the encoder takes the longest piece at each place that can touch its neighbor, then
/// shorter ones, and steps back where none can. A place from which it stepped back is never entered again, so there are
/// at most as many steps back as bytes.
///
/// Source: the description of the algorithm by van Antwerpen and Neubeck, "So many tokens, so little time", 2024.
struct BacktrackingEncoder {
  private let merges: MergeTable
  private let trie: PieceTrie
  /// One bit per place: whether it was not yet found to be a dead end.
  private var isOpen: [UInt64] = []
  /// Answers of ``MergeTable/canTouch(_:_:)``: the pair and the answer in the lowest bit.
  private var answers: [UInt64]

  private static let answerBits: UInt64 = 15

  init(_ merges: MergeTable, _ trie: PieceTrie) {
    (self.merges, self.trie) = (merges, trie)
    answers = Array(repeating: .max, count: 1 << Self.answerBits)
  }

  /// Writes the tokens of a chunk and returns their number, at most that of its bytes; nil if no pieces fit, which does
  /// not happen with an ordered vocabulary.
  mutating func encode(_ text: UnsafePointer<UInt8>, count: Int, into tokens: UnsafeMutablePointer<Int32>) -> Int? {
    let words = count / 64 + 1
    if isOpen.count < words { isOpen = Array(repeating: .max, count: words) }
    return isOpen.withUnsafeMutableBufferPointer { isOpen in
      answers.withUnsafeMutableBufferPointer { answers in
        let open = isOpen.baseAddress!
        open.update(repeating: .max, count: words)
        return Self.encode(merges, trie, text, count, open, answers.baseAddress!, tokens)
      }
    }
  }

  private static func encode(
    _ merges: MergeTable, _ trie: PieceTrie, _ text: UnsafePointer<UInt8>, _ count: Int,
    _ isOpen: UnsafeMutablePointer<UInt64>, _ answers: UnsafeMutablePointer<UInt64>,
    _ tokens: UnsafeMutablePointer<Int32>
  ) -> Int? {
    var place = 0, written = 0
    guard count > 0 else { return 0 }
    var token = trie.longest(text, count: count)
    while true {
      let end = place &+ Int(trie.lengths[Int(token)])
      if isOpen[end >> 6] >> UInt64(end & 63) & 1 == 1,
        written == 0 || canTouch(merges, answers, tokens[written &- 1], token)
      {
        tokens[written] = token
        written &+= 1
        place = end
        guard place < count else { return written }
        token = trie.longest(text + place, count: count &- place)
        continue
      }
      token = trie.next(shorterThan: token)
      if token >= 0 { continue }
      // No piece fits here, so the one before was wrong. It is found again, and rejected because this place is closed.
      isOpen[place >> 6] &= ~(1 << UInt64(place & 63))
      guard written > 0 else { return nil }
      written &-= 1
      token = tokens[written]
      place &-= Int(trie.lengths[Int(token)])
    }
  }

  @inline(__always)
  private static func canTouch(
    _ merges: MergeTable, _ answers: UnsafeMutablePointer<UInt64>, _ left: Int32, _ right: Int32
  ) -> Bool {
    let pair = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right)) << 1
    let slot = Int((pair &* 0x9E37_79B9_7F4A_7C15) >> (64 - answerBits))
    let known = answers[slot]
    if known & ~1 == pair { return known & 1 == 1 }
    let answer = merges.canTouch(left, right)
    answers[slot] = pair | (answer ? 1 : 0)
    return answer
  }
}
