/// Splits words from left to right, each time taking the longest piece, in time proportional to the length of the word.
///
/// Trying the longest piece first and shortening it until one fits takes quadratic time. Here all pieces are in one tree,
/// those that continue a word under a byte of their own, and a word is walked down the tree once. Where the tree ends,
/// the node's *failure link* says where to go on: the text since the last split starts with the pieces of the link, and
/// what is left of it after them is the node that the link leads to.
///
///     pieces a, ab, abcd, ##cx; the word abcx
///
/// walks a, ab, abc, where no piece goes on with x. The link of abc has the piece ab and leads to ##c, from which x
/// leads to ##cx: the pieces are ab and ##cx.
///
/// Source: Song et al., "Fast WordPiece Tokenization" (2021), section 3. The pieces of links are stored as chains that
/// share their ends, so that the table is no larger than the tree's links, even for pieces that are very long.
struct LongestMatches: Sendable {
  private let trie: ByteTrie
  /// The node that the rest of a word after its first piece starts from.
  private let rest: Int32
  private var links: [Link]
  private var chains: [(token: Int32, previous: Int32)] = []

  private struct Link {
    /// Where to go on, or -1 if no sequence of pieces fits.
    var node: Int32 = -1
    /// The last of the pieces to split off before, or -1 if there are none.
    var chain: Int32 = -1
  }

  /// The byte before pieces that continue a word. UTF-8 does not contain it.
  private static let continuation: UInt8 = 0xFF

  /// Creates the tree of the pieces that start a word and those that continue one, without the prefix that marks them.
  init(starts: [(bytes: [UInt8], token: Int32)], continuations: [(bytes: [UInt8], token: Int32)]) {
    let rests = continuations.filter { !$0.bytes.isEmpty }.map {
      (bytes: [Self.continuation] + $0.bytes, token: $0.token)
    }
    // Without a token of its own, the node of the byte is there even if no piece continues a word.
    trie = ByteTrie(starts + rests + [([Self.continuation], -1)])
    rest = trie.child(of: ByteTrie.root, Self.continuation)
    links = Array(repeating: Link(), count: trie.count)
    link(below: [ByteTrie.root, rest])
  }

  /// Sets the links of all nodes, those near the root first.
  private mutating func link(below roots: [Int32]) {
    var waiting = roots, next = 0
    while next < waiting.count {
      let node = waiting[next]
      next += 1
      for byte in UInt8.min...UInt8.max where node != ByteTrie.root || byte != Self.continuation {
        let child = trie.child(of: node, byte)
        guard child >= 0 else { continue }
        links[Int(child)] = link(ofChild: child, by: byte, of: node)
        waiting.append(child)
      }
    }
  }

  private mutating func link(ofChild child: Int32, by byte: UInt8, of node: Int32) -> Link {
    let token = trie.token(at: child)
    if token >= 0 {
      chains.append((token, -1))
      return Link(node: rest, chain: Int32(chains.count - 1))
    }
    // The pieces of the parent's link, then those of the nodes that the rest of the text passes through.
    var (place, chain) = (links[Int(node)].node, links[Int(node)].chain)
    while place >= 0 {
      let next = trie.child(of: place, byte)
      if next >= 0 { return Link(node: next, chain: chain) }
      for token in pieces(of: links[Int(place)].chain) {
        chains.append((token, chain))
        chain = Int32(chains.count - 1)
      }
      place = links[Int(place)].node
    }
    return Link()
  }

  /// Returns the tokens of a chain, first to last.
  private func pieces(of chain: Int32) -> [Int32] {
    var tokens: [Int32] = [], place = chain
    while place >= 0 {
      tokens.append(chains[Int(place)].token)
      place = chains[Int(place)].previous
    }
    return tokens.reversed()
  }

  /// Appends the tokens of a word to `tokens`, or nothing if no sequence of longest pieces spells it.
  ///
  /// - Returns: whether there is such a sequence.
  func append(_ word: ArraySlice<UInt8>, to tokens: inout [Int32]) -> Bool {
    let start = tokens.count
    var node = ByteTrie.root
    for byte in word {
      var next = trie.child(of: node, byte)
      while next < 0 {
        guard follow(&node, &tokens) else {
          tokens.removeSubrange(start...)
          return false
        }
        next = trie.child(of: node, byte)
      }
      node = next
    }
    // What is left at the end must be whole pieces.
    while !word.isEmpty, node != rest {
      guard follow(&node, &tokens) else {
        tokens.removeSubrange(start...)
        return false
      }
    }
    return true
  }

  /// Appends the pieces of a node's link and goes to where it leads.
  ///
  /// - Returns: whether the node has a link.
  private func follow(_ node: inout Int32, _ tokens: inout [Int32]) -> Bool {
    let link = links[Int(node)]
    guard link.node >= 0 else { return false }
    let end = tokens.count
    var chain = link.chain
    while chain >= 0 {
      tokens.append(chains[Int(chain)].token)
      chain = chains[Int(chain)].previous
    }
    tokens[end...].reverse()
    node = link.node
    return true
  }
}
