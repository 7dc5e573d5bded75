/// A binary tree over words in which frequent words hang high: the way from the root to a word is its code, and the mean
/// length of the codes is the shortest possible (Huffman 1952).
///
///     let tree = HuffmanTree(counts: [10, 5, 2])
///     tree.forks(of: 0)      // [1]: the root, which was made last
///     tree.forks(of: 2)      // [1, 0]
struct HuffmanTree: Sendable {
  /// Where the way to each word begins in `forks`; one more than there are words.
  private let starts: [Int32]
  /// The forks on the ways to all words, each from the root on.
  private let forks: [Int32]
  /// The turns on the way to each word: bit n is what is taken at the n-th fork.
  private let turns: [UInt64]
  /// The most forks on a way.
  let depth: Int

  /// The tree over words, whose counts do not rise.
  ///
  /// Leaves are taken from the end, forks in the order in which they were made: the two smallest counts always stand at
  /// the front of one of these two queues.
  init(counts: [Int]) {
    let words = counts.count
    precondition(words >= 2, "HuffmanTree: a tree needs two words")
    var weights = counts, parents = [Int](repeating: 0, count: 2 * words - 1)
    var isSecond = [Bool](repeating: false, count: 2 * words - 1)
    var leaf = words - 1, fork = words
    func takeSmallest(_ weights: [Int]) -> Int {
      if leaf >= 0, fork == weights.count || weights[leaf] <= weights[fork] {
        leaf -= 1
        return leaf + 1
      }
      fork += 1
      return fork - 1
    }
    for _ in 1..<words {
      let first = takeSmallest(weights), second = takeSmallest(weights)
      (parents[first], parents[second], isSecond[second]) = (weights.count, weights.count, true)
      weights.append(weights[first] + weights[second])
    }
    var starts: [Int32] = [0], forks: [Int32] = [], turns: [UInt64] = []
    let root = 2 * words - 2
    var depth = 0
    for word in 0..<words {
      var way: [(fork: Int, turn: Bool)] = [], node = word
      while node != root {
        way.append((parents[node] - words, isSecond[node]))
        node = parents[node]
      }
      // Counts would have to grow as Fibonacci's numbers do, past 10^12, for a longer way.
      precondition(way.count <= 64, "HuffmanTree: a way has more than 64 forks")
      var bits: UInt64 = 0
      for (n, step) in way.reversed().enumerated() {
        forks.append(Int32(step.fork))
        if step.turn { bits |= 1 << UInt64(n) }
      }
      starts.append(Int32(forks.count))
      turns.append(bits)
      depth = max(depth, way.count)
    }
    (self.starts, self.forks, self.turns, self.depth) = (starts, forks, turns, depth)
  }

  /// The forks on the way to a word, from the root on.
  func forks(of word: Int32) -> ArraySlice<Int32> { forks[Int(starts[Int(word)])..<Int(starts[Int(word) + 1])] }

  /// Which turn is taken at each fork: bit n belongs to the n-th.
  func turns(to word: Int32) -> UInt64 { turns[Int(word)] }
}
