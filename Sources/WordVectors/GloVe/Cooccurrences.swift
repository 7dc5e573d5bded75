import Corpora
import Kernels

/// How often the words of a text stand near each other: what GloVe learns from.
///
/// Two words of one sentence that are d places apart, at most the window, count 1 / d, whichever comes first: near ones
/// say more of each other (Pennington, Socher and Manning 2014, section 3.1 and 4.2). Rare words that the corpus left out
/// take no place.
///
///     let near = Cooccurrences(corpus, window: 10)
///     near.pairs.count     // 1,810,975 for the 1.2 million words of the Brown corpus
///
/// Twelve bytes a pair; while it is counted also four for each word of the text. Text and window decide how many pairs there
/// are, `window` for each word of the text at most.
public struct Cooccurrences: Sendable {
  /// Two words, and how often they stand near each other, either way round.
  public struct Pair: Equatable, Sendable {
    /// The rarer word.
    public var first: Int32
    /// The more frequent one, or the same.
    public var second: Int32
    /// The sum of 1 / d over all places of the first and all places of the second near it.
    public var count: Float

    /// Two words and their count.
    public init(_ first: Int32, _ second: Int32, count: Float) {
      (self.first, self.second, self.count) = (first, second, count)
    }
  }

  /// Every two words that stand near each other, once: those of two different words, then those of a word and itself.
  public let pairs: [Pair]
  /// How many of them are of two different words.
  public let mixedCount: Int

  /// How many entries the symmetric matrix of all counts has that are not 0: two for each pair of different words.
  public var entryCount: Int { pairs.count + mixedCount }

  /// An entry of that matrix, by any of the numbers below ``entryCount``.
  @inline(__always)
  func entry(_ number: Int) -> Pair {
    guard number < 2 * mixedCount else { return pairs[number - mixedCount] }
    let pair = pairs[number >> 1]
    return number & 1 == 0 ? pair : Pair(pair.second, pair.first, count: pair.count)
  }

  /// Counts the pairs of a corpus.
  public init(_ corpus: WordCorpus, window: Int) {
    let counter = NeighbourCounter(corpus, window: window)
    let wordCount = corpus.vocabulary.count
    // Once to see how many pairs each word has, and where they will stand; once more to write them there.
    var mixed = [Int](repeating: 0, count: wordCount), same = mixed
    mixed.withUnsafeMutableBufferPointer { mixed in
      same.withUnsafeMutableBufferPointer { same in
        let (mixed, same) = (mixed.baseAddress!, same.baseAddress!)
        counter.forEachWord { word, neighbours, _ in
          same[word] = neighbours.contains(Int32(word)) ? 1 : 0
          mixed[word] = neighbours.count - same[word]
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
      counter.forEachWord { word, neighbours, sums in
        var next = start + mixedStarts[word]
        for neighbour in neighbours {
          let pair = Pair(Int32(word), neighbour, count: Float(sums[Int(neighbour)]) * 0x1p-32)
          if Int(neighbour) == word {
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

/// Adds up, word by word, how near other words stand to it.
///
/// All places of a word are gone through in one go, with a sum for each word of the vocabulary at hand: no table of pairs
/// is searched. Words are independent, so any thread may take them, and sums are of whole numbers, so their order does not
/// matter.
private struct NeighbourCounter: Sendable {
  private let ids: [Int32]
  private let window: Int
  /// Where each word stands in `ids`: word after word, each in the order of the text.
  private var places: [Int32]
  /// Where the places of each word start; one more than there are words.
  private let starts: [Int]
  /// Words in runs with about as many places each.
  private let runs: [Range<Int>]
  /// What a distance counts: 2^32 / d, rounded.
  private let shares: [UInt64]

  init(_ corpus: WordCorpus, window: Int) {
    precondition(window >= 1, "Cooccurrences: a window of \(window) words")
    precondition(corpus.ids.count <= Int(Int32.max), "Cooccurrences: more than 2^31 words")
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

  /// Calls `body` with each word, those near it that are no rarer, and a table with the sums of 2^32 / d of those.
  ///
  /// The order of words is any, and `body` runs on several threads; that of the words near one is the text's.
  func forEachWord(_ body: (_ word: Int, _ neighbours: [Int32], _ sums: UnsafePointer<UInt64>) -> Void) {
    let wordCount = starts.count - 1
    parallel(runs.count, work: places.count * window) { range in
      let sums = UnsafeMutablePointer<UInt64>.allocate(capacity: wordCount)
      sums.initialize(repeating: 0, count: wordCount)
      defer { sums.deallocate() }
      var neighbours: [Int32] = []
      for word in runs[range].joined() {
        add(word, sums, &neighbours)
        body(word, neighbours, sums)
        for neighbour in neighbours { sums[Int(neighbour)] = 0 }
        neighbours.removeAll(keepingCapacity: true)
      }
    }
  }

  private func add(_ word: Int, _ sums: UnsafeMutablePointer<UInt64>, _ neighbours: inout [Int32]) {
    let end = WordCorpus.end
    ids.withUnsafeBufferPointer { ids in
      shares.withUnsafeBufferPointer { shares in
        for place in places[starts[word]..<starts[word + 1]] {
          for step in [-1, 1] {
            var i = Int(place) + step, distance = 1
            while distance <= window, i >= 0, i < ids.count, ids[i] != end {
              let id = Int(ids[i])
              if id <= word {
                if sums[id] == 0 { neighbours.append(Int32(id)) }
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
