/// How often each n-gram of 1 to N tokens occurs in a text.
///
/// The n-grams are the nodes of a trie, one token per step, stored level by level in flat arrays: node 0 is the root,
/// then come all single tokens, then all pairs, and so on, each level in the order of its tokens. Therefore, the
/// children of a node are adjacent, followed by those of the next node:
///
///     node      0  |  1  2  3  |  4   5   6          the text  b a b  over the tokens a and b
///     n-gram       |  a  b  .. |  ab  ba  ..
///
/// The n-grams are found by sorting positions in the text. Suppose that the positions are sorted by the k tokens that
/// begin at each. Then take them in this order, and append the position *before* each to the bucket of the token there.
/// The buckets, one after another, now hold these positions sorted by k + 1 tokens: a counting sort, without
/// comparisons. Time and memory are O(text) per order: 24 bytes per token in addition to the n-grams.
struct NGramCounts {
  let vocabulary: NGramVocabulary
  /// N, the length of the longest n-grams.
  let order: Int
  /// The last token of each node.
  private(set) var tokens: [Int32]
  /// How often each node's n-gram occurs, or the count that a kind of smoothing uses instead.
  private(set) var counts: [UInt32]
  /// The node of the same n-gram without its first token; the root for a single token.
  private(set) var suffixes: [Int32]
  /// Where the children of each node with fewer than N tokens begin; they end where those of the next node begin.
  private(set) var firstChildren: [Int32]
  /// Where the nodes of k tokens begin, for k from 0 to N + 1.
  private(set) var levelStarts: [Int]

  /// Counts the n-grams of consecutive sentences, each between its two markers.
  ///
  /// No n-gram extends past a sentence's markers. A level stays empty if no sentence is long enough.
  init(_ stream: [Int32], vocabulary: NGramVocabulary, order: Int) {
    self.vocabulary = vocabulary
    self.order = order
    let size = vocabulary.size
    tokens = [-1] + (0..<Int32(size))
    counts = [UInt32](repeating: 0, count: size + 1)
    suffixes = [Int32](repeating: 0, count: size + 1)
    firstChildren = [1]
    levelStarts = [0, 1, size + 1]
    for token in stream { counts[Int(token) + 1] += 1 }
    var sorted = SortedPositions(stream, vocabulary: vocabulary, histogram: counts[1...])
    var nodes = stream.map { $0 + 1 }
    for length in 1..<max(1, order) {
      sorted.extendToTheLeft(stream)
      nodes = addLevel(stream, sorted, nodes, length: length + 1)
    }
    firstChildren.append(Int32(tokens.count))
  }

  /// Adds a node for each distinct n-gram among the sorted positions.
  ///
  /// - Parameter nodes: for each position, the node of the n-gram that is one token shorter.
  /// - Returns: for each position, the node of the new n-gram.
  private mutating func addLevel(
    _ stream: [Int32], _ sorted: SortedPositions, _ nodes: [Int32], length: Int
  ) -> [Int32] {
    var longer = [Int32](repeating: 0, count: stream.count)
    for first in 0..<vocabulary.size {
      var last: Int32 = -1
      for i in sorted.bucket(first) {
        let position = Int(sorted.positions[i])
        // Within a bucket the first token is the same, so n-grams differ where their other tokens do.
        let suffix = nodes[position + 1]
        if suffix != last {
          last = suffix
          let node = Int32(tokens.count), parent = Int(nodes[position])
          while firstChildren.count <= parent { firstChildren.append(node) }
          tokens.append(stream[position + length - 1])
          suffixes.append(suffix)
          counts.append(0)
        }
        counts[counts.count - 1] += 1
        longer[position] = Int32(tokens.count - 1)
      }
    }
    while firstChildren.count < levelStarts[length] { firstChildren.append(Int32(tokens.count)) }
    levelStarts.append(tokens.count)
    return longer
  }

  /// Returns the nodes of `length` tokens.
  func level(_ length: Int) -> Range<Int> { levelStarts[length]..<levelStarts[length + 1] }

  /// Returns the children of a node with fewer than N tokens.
  func children(_ node: Int) -> Range<Int> { Int(firstChildren[node])..<Int(firstChildren[node + 1]) }

  /// Clears the count of `<s>`: it is given, never predicted, and must not take probability from the others.
  mutating func forgetSentenceStarts() { counts[Int(vocabulary.start) + 1] = 0 }

  /// Replaces the counts of n-grams with fewer than N tokens by the number of distinct tokens before each, as
  /// Kneser-Ney smoothing requires. An n-gram that begins a sentence has nothing before it and keeps its count.
  mutating func countLeftContexts() {
    var different = [UInt32](repeating: 0, count: levelStarts[order])
    for node in levelStarts[min(2, order)]..<tokens.count { different[Int(suffixes[node])] += 1 }
    let start = Int(vocabulary.start) + 1
    var openings = start..<start + 1
    for _ in 1..<max(1, order) {
      for node in openings { different[node] = counts[node] }
      openings = Int(firstChildren[openings.lowerBound])..<Int(firstChildren[openings.upperBound])
    }
    counts.replaceSubrange(0..<different.count, with: different)
  }
}

/// The positions in a text, sorted by the k tokens that begin at each.
private struct SortedPositions {
  private(set) var positions: [Int32]
  /// Where the positions of each first token begin and end. Gaps follow them where longer n-grams would extend past the
  /// end of a sentence.
  private let starts: [Int32]
  private var ends: [Int32]
  private var spare: [Int32]
  private let startMarker: Int

  init(_ stream: [Int32], vocabulary: NGramVocabulary, histogram: ArraySlice<UInt32>) {
    var starts: [Int32] = [], total: Int32 = 0
    for count in histogram {
      starts.append(total)
      total += Int32(count)
    }
    self.starts = starts
    ends = starts
    startMarker = Int(vocabulary.start)
    positions = [Int32](repeating: 0, count: stream.count)
    spare = positions
    for position in stream.indices {
      let token = Int(stream[position])
      positions[Int(ends[token])] = Int32(position)
      ends[token] += 1
    }
  }

  func bucket(_ first: Int) -> Range<Int> { Int(starts[first])..<Int(ends[first]) }

  /// Extends the sort order from k tokens to k + 1: the position before each is appended to the bucket of the token
  /// there.
  mutating func extendToTheLeft(_ stream: [Int32]) {
    var next = starts
    for first in starts.indices where first != startMarker {
      for i in Int(starts[first])..<Int(ends[first]) {
        let before = positions[i] - 1
        let token = Int(stream[Int(before)])
        spare[Int(next[token])] = before
        next[token] += 1
      }
    }
    swap(&positions, &spare)
    ends = next
  }
}
