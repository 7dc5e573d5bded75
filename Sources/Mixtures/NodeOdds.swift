/// A distribution over all tokens as the log-odds of yes at each node of a tree.
struct NodeOdds {
  private let tree: CodeTree
  private var masses: [Float]
  /// Whether the distribution is known.
  private(set) var isSet = false

  init(_ tree: CodeTree) {
    self.tree = tree
    masses = [Float](repeating: 0, count: 2 * tree.nodeCount)
  }

  mutating func clear() { isSet = false }

  /// Sets the probabilities of all tokens; they need not add up to 1.
  mutating func set(_ probabilities: UnsafeBufferPointer<Float>) {
    isSet = true
    masses.withUnsafeMutableBufferPointer { masses in
      tree.children.withUnsafeBufferPointer { children in
        // Nodes come before their children.
        for step in stride(from: children.count - 1, through: 0, by: -1) {
          let child = Int(children[step])
          masses[step] = child < 0 ? probabilities[~child] : masses[2 * child] + masses[2 * child + 1]
        }
      }
    }
  }

  /// Returns the log-odds of yes at a node, within ``LogOdds/limit``; 0 if nothing is known.
  func callAsFunction(_ node: Int) -> Float {
    guard isSet else { return 0 }
    let no = masses[2 * node], yes = masses[2 * node + 1]
    // Neither sum is so small that its ratio to the other leaves the range of doubles. NaN counts as 0.
    guard no + yes > 0, (no + yes).isFinite else { return 0 }
    let tiny: Float = 1e-30
    let odds = portableLog(Double(max(yes, tiny)) / Double(max(no, tiny)))
    return max(-LogOdds.limit, min(LogOdds.limit, Float(odds)))
  }
}
