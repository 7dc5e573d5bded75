import Corpora
import Files
import Kernels

/// How often the words of a text occur near each other: the data that GloVe learns from.
///
/// Two words in one sentence that are d places apart, at most the window, add 1 / d to their count, in either order:
/// near words say more about each other (Pennington, Socher and Manning 2014, sections 3.1 and 4.2). Rare words that
/// the corpus left out do not count as places.
///
///     let near = Cooccurrences(corpus, window: 10)
///     near.pairs.count     // 1,810,975 for the 1.2 million words of the Brown corpus
///
/// The counts take twelve bytes per pair, and counting takes four more bytes per word of the text. The number of pairs
/// depends on the text and the window; it is at most `window` per word of the text.
public struct Cooccurrences: Sendable {
  /// Two words, and how often they occur near each other, in either order.
  public struct Pair: Equatable, Sendable {
    /// The rarer word.
    public var first: Int32
    /// The more frequent word, or the same word.
    public var second: Int32
    /// The sum of 1 / d over all occurrences of the first word and all occurrences of the second near it.
    public var count: Float

    /// Creates a pair of words with a count.
    public init(_ first: Int32, _ second: Int32, count: Float) {
      (self.first, self.second, self.count) = (first, second, count)
    }
  }

  /// All pairs of words that occur near each other, each once: first those of two distinct words, then those of a word
  /// with itself.
  public let pairs: [Pair]
  /// The number of pairs of two distinct words.
  public let mixedCount: Int

  /// The number of nonzero entries in the symmetric matrix of all counts: two for each pair of distinct words, one for
  /// each word with itself.
  public var entryCount: Int { pairs.count + mixedCount }

  /// Returns an entry of the matrix of all counts; `number` must be below ``entryCount``.
  @inline(__always)
  func entry(_ number: Int) -> Pair {
    guard number < 2 * mixedCount else { return pairs[number - mixedCount] }
    let pair = pairs[number >> 1]
    return number & 1 == 0 ? pair : Pair(pair.second, pair.first, count: pair.count)
  }

  /// Counts the pairs of a corpus.
  public init(_ corpus: WordCorpus, window: Int) {
    let counter = NeighborCounter(corpus, window: window)
    let wordCount = corpus.vocabulary.count
    // The first pass finds how many pairs each word has, and so where they go; the second pass writes them there.
    var mixed = [Int](repeating: 0, count: wordCount), same = mixed
    mixed.withUnsafeMutableBufferPointer { mixed in
      same.withUnsafeMutableBufferPointer { same in
        let (mixed, same) = (mixed.baseAddress!, same.baseAddress!)
        counter.forEachWord { word, neighbors, _ in
          same[word] = neighbors.contains(Int32(word)) ? 1 : 0
          mixed[word] = neighbors.count - same[word]
        }
      }
    }
    var end = 0
    func startOf(_ count: Int) -> Int {
      end += count
      return end - count
    }
    let mixedStarts = mixed.map(startOf)
    mixedCount = end
    let sameStarts = same.map(startOf)
    pairs = [Pair](unsafeUninitializedCapacity: end) { pairs, count in
      let start = pairs.baseAddress!
      counter.forEachWord { word, neighbors, sums in
        var next = start + mixedStarts[word]
        for neighbor in neighbors {
          let pair = Pair(Int32(word), neighbor, count: Float(sums[Int(neighbor)]) * 0x1p-32)
          if Int(neighbor) == word {
            (start + sameStarts[word]).initialize(to: pair)
          } else {
            next.initialize(to: pair)
            next += 1
          }
        }
      }
      count = end
    }
  }
}

/// Sums up, for one word after another, how near other words are to it.
///
/// All occurrences of a word are processed in one go, with one sum for each word of the vocabulary, so no table of
/// pairs has to be searched. Words are independent, so any thread can process them. The sums are of integers, so their
/// order does not matter.
private struct NeighborCounter: Sendable {
  private let ids: [Int32]
  private let window: Int
  /// The positions in `ids`, grouped by word, in text order within each word.
  private var places: [Int32]
  /// The start of each word's positions in `places`; one more entry than there are words.
  private let starts: [Int]
  /// Ranges of words with about the same number of positions each.
  private let runs: [Range<Int>]
  /// How much a pair at each distance d counts: 2^32 / d, rounded.
  private let shares: [UInt64]

  init(_ corpus: WordCorpus, window: Int) {
    require(window >= 1, "Cooccurrences: a window of \(window) words")
    require(corpus.ids.count <= Int(Int32.max), "Cooccurrences: more than 2^31 words")
    (ids, self.window) = (corpus.ids, window)
    shares = [0] + (1...window).map { (1 << 33 / UInt64($0) + 1) / 2 }
    var starts = [0]
    for count in corpus.counts { starts.append(starts.last! + count) }
    var next = starts
    places = [Int32](repeating: 0, count: starts.last!)
    for (place, id) in corpus.ids.enumerated() where id != WordCorpus.end {
      places[next[Int(id)]] = Int32(place)
      next[Int(id)] += 1
    }
    self.starts = starts
    let size = starts.last! / 256 + 1
    var runs: [Range<Int>] = [], start = 0
    for end in 1...corpus.counts.count where starts[end] - starts[start] >= size || end == corpus.counts.count {
      runs.append(start..<end)
      start = end
    }
    self.runs = runs
  }

  /// Calls `body` with each word, its neighbors that are no rarer, and a table with the sum of 2^32 / d for each
  /// neighbor.
  ///
  /// Words come in any order, and `body` runs on several threads; the neighbors of a word are always in the same order,
  /// in which the search first meets them.
  func forEachWord(_ body: (_ word: Int, _ neighbors: [Int32], _ sums: UnsafePointer<UInt64>) -> Void) {
    let wordCount = starts.count - 1
    parallel(runs.count, work: places.count * window) { range in
      let sums = UnsafeMutablePointer<UInt64>.allocate(capacity: wordCount)
      sums.initialize(repeating: 0, count: wordCount)
      defer { sums.deallocate() }
      var neighbors: [Int32] = []
      for word in runs[range].joined() {
        add(word, sums, &neighbors)
        body(word, neighbors, sums)
        for neighbor in neighbors { sums[Int(neighbor)] = 0 }
        neighbors.removeAll(keepingCapacity: true)
      }
    }
  }

  private func add(_ word: Int, _ sums: UnsafeMutablePointer<UInt64>, _ neighbors: inout [Int32]) {
    let end = WordCorpus.end
    ids.withUnsafeBufferPointer { ids in
      shares.withUnsafeBufferPointer { shares in
        for place in places[starts[word]..<starts[word + 1]] {
          for step in [-1, 1] {
            var i = Int(place) + step, distance = 1
            while distance <= window, i >= 0, i < ids.count, ids[i] != end {
              let id = Int(ids[i])
              if id <= word {
                if sums[id] == 0 { neighbors.append(Int32(id)) }
                sums[id] += shares[distance]
              }
              i += step
              distance += 1
            }
          }
        }
      }
    }
  }
}
