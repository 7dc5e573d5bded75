import Files

/// A binary tree over words that places frequent words near the root. The path from the root to a word is its code, and
/// the mean length of the codes is the shortest possible (Huffman 1952).
///
///     let tree = HuffmanTree(counts: [10, 5, 2])
///     tree.nodes(of: 0)      // [1]: the root, which was made last
///     tree.nodes(of: 2)      // [1, 0]
struct HuffmanTree: Sendable {
  /// Where the path to each word begins in `nodes`; one more entry than there are words.
  private let starts: [Int32]
  /// The inner nodes on the paths to all words, each path starting at the root.
  private let nodes: [Int32]
  /// The code of each word: bit n is the branch taken at the n-th node of its path.
  private let codes: [UInt64]
  /// The number of nodes on the longest path.
  let depth: Int

  /// Creates the tree over words in order of decreasing count.
  ///
  /// Leaves are taken from the end of the list and inner nodes in the order in which they were made, so the smallest
  /// count is always at the front of one of these two queues.
  init(counts: [Int]) {
    let words = counts.count
    require(words >= 2, "HuffmanTree: a tree needs at least two words")
    var weights = counts, parents = [Int](repeating: 0, count: 2 * words - 1)
    var isSecond = [Bool](repeating: false, count: 2 * words - 1)
    var leaf = words - 1, node = words
    func takeSmallest(_ weights: [Int]) -> Int {
      if leaf >= 0, node == weights.count || weights[leaf] <= weights[node] {
        leaf -= 1
        return leaf + 1
      }
      node += 1
      return node - 1
    }
    for _ in 1..<words {
      let first = takeSmallest(weights), second = takeSmallest(weights)
      (parents[first], parents[second], isSecond[second]) = (weights.count, weights.count, true)
      weights.append(weights[first] + weights[second])
    }
    var starts: [Int32] = [0], nodes: [Int32] = [], codes: [UInt64] = []
    let root = 2 * words - 2
    var depth = 0
    for word in 0..<words {
      var way: [(node: Int, branch: Bool)] = [], node = word
      while node != root {
        way.append((parents[node] - words, isSecond[node]))
        node = parents[node]
      }
      // For a longer path, counts would have to grow like the Fibonacci numbers, past 10^12.
      require(way.count <= 64, "HuffmanTree: a path has more than 64 nodes")
      var bits: UInt64 = 0
      for (n, step) in way.reversed().enumerated() {
        nodes.append(Int32(step.node))
        if step.branch { bits |= 1 << UInt64(n) }
      }
      starts.append(Int32(nodes.count))
      codes.append(bits)
      depth = max(depth, way.count)
    }
    (self.starts, self.nodes, self.codes, self.depth) = (starts, nodes, codes, depth)
  }

  /// The inner nodes on the path to a word, starting at the root.
  func nodes(of word: Int32) -> ArraySlice<Int32> { nodes[Int(starts[Int(word)])..<Int(starts[Int(word) + 1])] }

  /// The code of a word: bit n is the branch taken at the n-th node.
  func code(of word: Int32) -> UInt64 { codes[Int(word)] }
}
