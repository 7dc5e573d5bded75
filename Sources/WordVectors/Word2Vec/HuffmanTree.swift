/// A binary tree over words that places frequent words near the root. The path from the root to a word is its code, and
/// the mean length of the codes is the shortest possible (Huffman 1952).
///
///     let tree = HuffmanTree(counts: [10, 5, 2])
///     tree.forks(of: 0)      // [1]: the root, which was made last
///     tree.forks(of: 2)      // [1, 0]
struct HuffmanTree: Sendable {
  /// Where the path to each word begins in `forks`; one more entry than there are words.
  private let starts: [Int32]
  /// The inner nodes on the paths to all words, each path starting at the root.
  private let forks: [Int32]
  /// The code of each word: bit n is the branch taken at the n-th node of its path.
  private let turns: [UInt64]
  /// The number of nodes on the longest path.
  let depth: Int

  /// Creates the tree over words in order of decreasing count.
  ///
  /// Leaves are taken from the end of the list and inner nodes in the order in which they were made, so the two
  /// smallest counts are always at the front of these two queues.
  init(counts: [Int]) {
    let words = counts.count
    precondition(words >= 2, "HuffmanTree: a tree needs at least two words")
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
      // For a longer path, counts would have to grow like the Fibonacci numbers, past 10^12.
      precondition(way.count <= 64, "HuffmanTree: a path has more than 64 nodes")
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

  /// The inner nodes on the path to a word, starting at the root.
  func forks(of word: Int32) -> ArraySlice<Int32> { forks[Int(starts[Int(word)])..<Int(starts[Int(word) + 1])] }

  /// The code of a word: bit n is the branch taken at the n-th node.
  func turns(to word: Int32) -> UInt64 { turns[Int(word)] }
}
