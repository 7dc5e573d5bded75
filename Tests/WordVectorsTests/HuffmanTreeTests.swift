import Testing

@testable import WordVectors

struct HuffmanTreeTests {
  @Test func frequentWordsAreNearTheRoot() {
    // 2 + 3 = 5, 5 + 5 = 10, 10 + 10 = 20: paths of 1, 2, 3 and 3 nodes.
    let tree = HuffmanTree(counts: [10, 5, 3, 2])
    #expect((0..<4).map { tree.nodes(of: Int32($0)).count } == [1, 2, 3, 3])
    #expect(tree.depth == 3)
    // Nodes are numbered as they are created: the root comes last.
    #expect(Array(tree.nodes(of: 3)) == [2, 1, 0])
    #expect(tree.nodes(of: 0).first == 2)
  }

  /// The mean code length is the one found by repeatedly merging the two smallest counts, and no code is a prefix of
  /// another (Kraft's sum is 1).
  @Test(arguments: [2, 3, 7, 100])
  func codesHaveTheShortestMeanLength(words: Int) {
    let counts = (0..<words).map { 1 + 1000 / ($0 + 1) }
    let tree = HuffmanTree(counts: counts)
    var left = counts, shortest = 0
    while left.count > 1 {
      left.sort(by: >)
      let sum = left.removeLast() + left.removeLast()
      shortest += sum
      left.append(sum)
    }
    let lengths = (0..<words).map { tree.nodes(of: Int32($0)).count }
    #expect(zip(counts, lengths).reduce(0) { $0 + $1.0 * $1.1 } == shortest)
    #expect(lengths.reduce(0.0) { $0 + 1 / Double(1 << $1) } == 1)
  }

  @Test func everyWordHasItsOwnCode() {
    let words = 50
    let tree = HuffmanTree(counts: (0..<words).map { 200 / ($0 + 1) })
    let codes = (0..<Int32(words)).map { word in
      let nodes = Array(tree.nodes(of: word))
      return nodes.indices.map { "\(nodes[$0])\(tree.code(of: word) >> UInt64($0) & 1 == 1 ? "r" : "l")" }.joined(
        separator: " ")
    }
    #expect(Set(codes).count == words)
    #expect(Set((0..<Int32(words)).flatMap { tree.nodes(of: $0) }) == Set(0..<Int32(words - 1)))
  }
}
