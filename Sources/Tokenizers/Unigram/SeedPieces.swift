/// The substrings that occur most often in weighted chunks: the pieces that training of a unigram model starts with.
///
/// All suffixes of all chunks are sorted (a suffix array). Suffixes that start with the same substring are then
/// neighbors, and the substrings that cannot be made longer without occurring less often are those at which two
/// neighbors, or a neighbor and the end, differ. Only these are candidates: "ocessi" adds nothing to "processing" if it
/// occurs nowhere else. Each is worth the number of characters that it covers: its count times its length.
///
/// Source: Abouelhoda, Kurtz, Ohlebusch, "Replacing suffix trees with enhanced suffix arrays" (2004), algorithm 4.4
/// (the intervals of the array).
struct SeedPieces {
  /// The scalars of all chunks, each chunk with a zero after it.
  private var scalars: [UInt32] = []
  /// How often the chunk of each scalar occurs.
  private var weights: [Int] = []
  private let maximumLength: Int

  /// Creates a collection of chunks.
  ///
  /// - Parameter maximumLength: how many scalars a piece has at most.
  init(_ chunks: [(bytes: [UInt8], count: Int)], maximumLength: Int) {
    self.maximumLength = maximumLength
    for (bytes, count) in chunks {
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars where scalar != "\0" {
        scalars.append(scalar.value)
        weights.append(count)
      }
      scalars.append(0)
      weights.append(0)
    }
  }

  /// Returns the best substrings of two or more scalars that occur at least twice, each with its count, best first.
  func best(_ count: Int) -> [(text: String, count: Int)] {
    let suffixes = sortedSuffixes()
    // sums[i] is how often the first i suffixes occur together.
    var sums = [0]
    for suffix in suffixes { sums.append(sums[sums.count - 1] + weights[suffix]) }
    var found: [(worth: Int, place: Int, length: Int, count: Int)] = []
    func add(length: Int, _ range: Range<Int>) {
      let occurrences = sums[range.upperBound] - sums[range.lowerBound]
      guard length >= 2, occurrences >= 2 else { return }
      found.append((occurrences * length, suffixes[range.lowerBound], length, occurrences))
    }
    // Each entry is an interval that is still open: all suffixes from `start` on begin with the same `length` scalars.
    var open: [(length: Int, start: Int)] = []
    for index in suffixes.indices {
      let shared = index == 0 ? 0 : sharedLength(suffixes[index - 1], suffixes[index])
      var start = index
      while let last = open.last, last.length > shared {
        add(length: last.length, last.start..<index)
        start = last.start
        open.removeLast()
      }
      if shared > open.last?.length ?? 0 { open.append((shared, start)) }
      // The whole suffix, up to the largest length; it ends where the next suffix differs.
      let whole = length(suffixes[index])
      if whole > open.last?.length ?? 0 { open.append((whole, index)) }
    }
    for last in open.reversed() { add(length: last.length, last.start..<suffixes.count) }
    found.sort { ($0.worth, $1.place) > ($1.worth, $0.place) }
    return found.prefix(count).map { entry in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[entry.place..<entry.place + entry.length].compactMap(Unicode.Scalar.init))
      return (String(text), entry.count)
    }
  }

  /// Returns the number of scalars up to the end of the chunk, or the largest length of a piece.
  private func length(_ place: Int) -> Int {
    var length = 0
    while length < maximumLength, scalars[place + length] != 0 { length += 1 }
    return length
  }

  private func sharedLength(_ a: Int, _ b: Int) -> Int {
    var length = 0
    while length < maximumLength, scalars[a + length] == scalars[b + length], scalars[a + length] != 0 { length += 1 }
    return length
  }

  /// Returns the places of all scalars in the order of the texts from there on, up to the largest length of a piece.
  private func sortedSuffixes() -> [Int] {
    scalars.withUnsafeBufferPointer { scalars in
      scalars.indices.filter { scalars[$0] != 0 }.sorted { a, b in
        for length in 0..<maximumLength {
          let (left, right) = (scalars[a + length], scalars[b + length])
          if left != right { return left < right }
          if left == 0 { break }
        }
        return a < b
      }
    }
  }
}
