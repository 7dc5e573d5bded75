import Kernels

/// The tokens of one draw, ranked by probability only as far as needed.
///
/// A draw mostly ends at one of the first ranks, so the tokens are not sorted. They are kept in a heap with the most
/// likely at its root, and each rank takes one token off the heap in O(log V). The next draw reuses the buffers.
package struct Candidates {
  private var probabilities: [Float]
  /// The tokens: the heap first, then those taken off it, the most likely last.
  private var tokens: [Int32]
  private var heapCount = 0

  /// Creates buffers for `count` tokens.
  package init(count: Int) {
    probabilities = [Float](repeating: 0, count: count)
    tokens = [Int32](repeating: 0, count: count)
  }

  package var count: Int { tokens.count }

  /// Computes the softmax of `count` logits, the largest of which is finite, divided by a temperature above 0.
  package mutating func fill(_ logits: UnsafeBufferPointer<Float>, largest: Float, temperature: Float) {
    // Differences from the largest logit stay in range at any temperature.
    probabilities.withUnsafeMutableBufferPointer { p in
      guard let first = p.baseAddress else { return }
      for i in p.indices { p[i] = (logits[i] - largest) / temperature }
      softmax(first, first, rows: 1, columns: p.count)
    }
    for i in tokens.indices { tokens[i] = Int32(i) }
    heapCount = count
    for i in stride(from: count / 2 - 1, through: 0, by: -1) { siftDown(i) }
  }

  /// The probability of all tokens together, in the order of their numbers: 1 except for rounding.
  package var total: Double { probabilities.reduce(0) { $0 + Double($1) } }

  /// Returns the probability of the tokens of the first ranks together.
  package mutating func total(ofRanks ranks: Int) -> Double {
    (0..<ranks).reduce(0) { $0 + Double(ranked($1).probability) }
  }

  /// Returns the token of a rank, 0 being the most likely, and its probability; equally likely tokens are ranked by
  /// number.
  package mutating func ranked(_ rank: Int) -> (token: Int32, probability: Float) {
    while count - heapCount <= rank {
      heapCount -= 1
      tokens.swapAt(0, heapCount)
      siftDown(0)
    }
    let token = tokens[count - 1 - rank]
    return (token, probabilities[Int(token)])
  }

  /// Whether the first token ranks before the second.
  private func isBefore(_ a: Int32, _ b: Int32) -> Bool {
    let (p, q) = (probabilities[Int(a)], probabilities[Int(b)])
    return p > q || (p == q && a < b)
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var child = 2 * parent + 1
      guard child < heapCount else { return }
      if child + 1 < heapCount, isBefore(tokens[child + 1], tokens[child]) { child += 1 }
      guard isBefore(tokens[child], tokens[parent]) else { return }
      tokens.swapAt(parent, child)
      parent = child
    }
  }
}
