import Files

/// A binary tree with the tokens of a vocabulary as its leaves: to predict a token is to answer a few yes-or-no
/// questions, one per node on the way to it.
///
/// The probability of a token is the product of those of the answers. At each node the two answers add up to 1, so all
/// tokens together do, whoever answers. This turns the mixing of distributions over many tokens into that of two
/// numbers, p and 1 - p (Mahoney 2005).
///
/// The questions are the bits of the tokens' UTF-8, from the first byte's highest bit on. Bits that are the same for all
/// tokens left are not asked: V tokens make V - 1 nodes. Letters, digits and punctuation stay together this way, so the
/// first answers tell which kind of character comes next.
///
/// For the characters a, b and newline, node 0 asks whether it is a letter, and node 1 whether it is b.
package struct CodeTree: Equatable, Sendable {
  /// V, the number of tokens.
  package let tokenCount: Int
  /// For each node, what follows no and what follows yes: another node, which has a higher number, or `~token`.
  let children: [Int32]
  /// For each node, the node three levels apart at most with which its statistics share memory; see `ContextTable`.
  let regions: [Int32]
  /// The answers that lead to each token, one after another: `2 * node + answer`.
  private let steps: [Int32]
  private let starts: [Int32]

  /// V - 1, the number of nodes; node 0 is the root.
  package var nodeCount: Int { children.count / 2 }

  /// Creates the tree of distinct codes, none of which begins another.
  init(codes: [[UInt8]]) {
    require(Set(codes).count == codes.count, "CodeTree: two tokens have the same code")
    let order = codes.indices.sorted { codes[$0].lexicographicallyPrecedes(codes[$1]) }
    var builder = Builder(codes: codes, steps: [[Int32]](repeating: [], count: codes.count))
    if !codes.isEmpty { _ = builder.add(order[...], depth: 0, region: 0, path: []) }
    tokenCount = codes.count
    children = builder.children
    regions = builder.regions
    steps = Array(builder.steps.joined())
    var starts: [Int32] = [0]
    for path in builder.steps { starts.append(starts[starts.count - 1] + Int32(path.count)) }
    self.starts = starts
  }

  /// Returns the answers that lead to a token: twice the node's number, plus 1 for yes.
  func path(of token: Int32) -> ArraySlice<Int32> { steps[Int(starts[Int(token)])..<Int(starts[Int(token) + 1])] }

  private struct Builder {
    let codes: [[UInt8]]
    var steps: [[Int32]]
    var children: [Int32] = []
    var regions: [Int32] = []

    func bit(_ token: Int, _ place: Int) -> Bool { codes[token][place / 8] >> UInt8(7 - place % 8) & 1 == 1 }

    /// Adds the subtree of some tokens, in the order of their codes, and returns its root.
    mutating func add(_ tokens: ArraySlice<Int>, depth: Int, region: Int32, path: [Int32]) -> Int32 {
      let first = tokens[tokens.startIndex]
      guard tokens.count > 1 else {
        steps[first] = path
        return ~Int32(first)
      }
      let last = tokens[tokens.endIndex - 1], node = Int32(children.count / 2)
      // Between the first and the last in order lie all others, so the first bit in which these differ divides them.
      var place = 0
      while bit(first, place) == bit(last, place) { place += 1 }
      let middle = tokens.firstIndex { bit($0, place) } ?? tokens.endIndex
      let region = depth % 3 == 0 ? node : region
      children += [0, 0]
      regions.append(region)
      for (answer, part) in [tokens[..<middle], tokens[middle...]].enumerated() {
        let step = 2 * node + Int32(answer)
        children[Int(step)] = add(part, depth: depth + 1, region: region, path: path + [step])
      }
      return node
    }
  }
}
