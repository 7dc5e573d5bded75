/// Pieces of a vocabulary as a tree of bytes: the way from the root to a node spells the start of a piece.
///
/// All pieces that begin at one place in a text are found in one walk down the tree, one step per byte:
///
///     let trie = ByteTrie([Array("he".utf8), Array("hello".utf8)])
///     var node = ByteTrie.root
///     node = trie.child(of: node, "h".utf8.first!)    // "h" is the start of a piece,
///     node = trie.child(of: node, "e".utf8.first!)    // "he" is piece 0:
///     trie.token(at: node)                            // 0
///
/// The children of a node are neighbors in memory, in the order of their bytes. A node has 256 bits that say which
/// bytes continue it, so the place of a child is the number of bits before its own.
struct ByteTrie: Sendable {
  private struct Node {
    /// Bit `b` is set if a child continues the node with byte `b`.
    var bits: SIMD4<UInt64> = .zero
    /// The number of children before those of each of the four words of `bits`.
    var ranks: SIMD4<UInt16> = .zero
    var firstChild: Int32 = 0
    var token: Int32 = -1
  }

  private var nodes = [Node()]

  /// The node of no bytes.
  static let root: Int32 = 0

  /// Creates the tree of pieces; the token of each is its index. Empty pieces are left out, and of equal pieces the
  /// first counts.
  init(_ pieces: [[UInt8]]) { self.init(pieces.enumerated().map { (bytes: $1, token: Int32($0)) }) }

  /// Creates the tree of these pieces with these tokens. Empty pieces are left out, and of equal pieces the first counts.
  init(_ pieces: [(bytes: [UInt8], token: Int32)]) {
    let sorted = pieces.indices.filter { !pieces[$0].bytes.isEmpty }.sorted {
      let (a, b) = (pieces[$0].bytes, pieces[$1].bytes)
      return a.lexicographicallyPrecedes(b) || (a == b && $0 < $1)
    }
    // Breadth first: the pieces below a node are neighbors in the sorted order.
    var waiting = [(node: 0, below: 0..<sorted.count, depth: 0)], next = 0
    while next < waiting.count {
      var (node, below, depth) = waiting[next]
      next += 1
      while let first = below.first, pieces[sorted[first]].bytes.count == depth {
        if nodes[node].token < 0 { nodes[node].token = pieces[sorted[first]].token }
        below.removeFirst()
      }
      nodes[node].firstChild = Int32(nodes.count)
      while let first = below.first {
        let byte = pieces[sorted[first]].bytes[depth]
        var end = first + 1
        while end < below.upperBound, pieces[sorted[end]].bytes[depth] == byte { end += 1 }
        nodes[node].bits[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
        waiting.append((nodes.count, first..<end, depth + 1))
        nodes.append(Node())
        below = end..<below.upperBound
      }
      for word in 1..<4 {
        nodes[node].ranks[word] = nodes[node].ranks[word - 1] + UInt16(nodes[node].bits[word - 1].nonzeroBitCount)
      }
    }
  }

  /// The number of nodes, all in `0 ..< count`; a child comes after its parent.
  var count: Int { nodes.count }

  /// Returns the node that continues a node with one more byte, or -1 if no piece does.
  @inline(__always)
  func child(of node: Int32, _ byte: UInt8) -> Int32 {
    let place = nodes[Int(node)], word = Int(byte >> 6), bit: UInt64 = 1 << UInt64(byte & 63)
    guard place.bits[word] & bit != 0 else { return -1 }
    return place.firstChild + Int32(place.ranks[word]) + Int32((place.bits[word] & (bit - 1)).nonzeroBitCount)
  }

  /// Returns the token of the piece that ends at a node, or -1 if none does.
  @inline(__always)
  func token(at node: Int32) -> Int32 { nodes[Int(node)].token }

  /// Returns the token of a whole piece, or -1 if it is none.
  func token(of piece: some Sequence<UInt8>) -> Int32 {
    var node = Self.root
    for byte in piece {
      node = child(of: node, byte)
      if node < 0 { return -1 }
    }
    return token(at: node)
  }
}
