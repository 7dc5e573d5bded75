import Files
import Kernels

/// The tokens of one draw, ranked by a number each, such as the probability, only as far as needed.
///
/// A draw mostly ends at one of the first ranks, so the tokens are not sorted. They are kept in a heap with the most
/// likely at its root, and each rank takes one token off the heap in O(log V). In a large vocabulary, nearly all tokens
/// are far too unlikely for the first ranks, so only the likely ones are in the heap at first; the others follow when
/// these are used up. The next draw reuses the buffers.
package struct Candidates {
  /// A number per token: its logit, then its probability or its logarithm.
  package private(set) var values: [Float]
  /// The tokens: the heap and those taken off it, the most likely last; then the same again for the unlikely ones.
  private var tokens: [Int32]
  /// The number of likely tokens.
  private var likelyCount = 0
  /// Where the heap begins, and how many tokens are in it.
  private var heapStart = 0, heapCount = 0

  /// Creates buffers for `count` tokens.
  package init(count: Int) {
    values = [Float](repeating: 0, count: count)
    tokens = [Int32](repeating: 0, count: count)
  }

  package var count: Int { tokens.count }

  // MARK: The numbers

  /// Takes over the logits of all tokens. Those of tokens in `seen` are divided by the penalty if they are positive,
  /// and multiplied otherwise.
  ///
  /// - Returns: the token with the highest logit, the first of equals.
  /// - Throws: `Problem` of kind `badData` if a logit is NaN or infinity, or if all are -infinity.
  package mutating func load(
    _ logits: UnsafeBufferPointer<Float>, penalty: Float = 1, on seen: TokenSet? = nil
  ) throws -> Int {
    require(logits.count == count, "Candidates: \(logits.count) logits for \(count) tokens")
    values.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: logits) }
    if penalty != 1, let seen {
      for token in seen.tokens {
        let logit = values[Int(token)]
        values[Int(token)] = logit > 0 ? logit / penalty : logit * penalty
      }
    }
    return try likeliest()
  }

  /// Turns the logits into the softmax of the logits divided by a temperature above 0, and ranks the tokens by it.
  ///
  /// - Parameter best: the token with the highest logit.
  package mutating func becomeProbabilities(best: Int, temperature: Float) {
    let largest = values[best]
    // Differences from the largest logit stay in range at any temperature.
    values.withUnsafeMutableBufferPointer { p in
      guard let first = p.baseAddress else { return }
      for i in p.indices { p[i] = (p[i] - largest) / temperature }
      softmax(first, first, rows: 1, columns: p.count)
    }
    rank(likely: values[best] / 256)
  }

  /// Turns the logits into the logarithms of their softmax, and ranks the tokens by it.
  package mutating func becomeLogProbabilities(best: Int) {
    values.withUnsafeMutableBufferPointer { p in
      guard let first = p.baseAddress else { return }
      logSoftmax(first, first, rows: 1, columns: p.count)
    }
    rank(likely: values[best] - 6)
  }

  /// The probability of all tokens together, in the order of their numbers: 1 except for rounding.
  package var total: Double { values.reduce(0) { $0 + Double($1) } }

  /// Returns the probability of the tokens of the first ranks together.
  package mutating func total(ofRanks ranks: Int) -> Double {
    (0..<ranks).reduce(0) { $0 + Double(ranked($1).value) }
  }

  private func likeliest() throws -> Int {
    var best = 0
    for i in values.indices {
      // NaN is not below infinity either.
      guard values[i] < .infinity else {
        throw Problem(
          .badData, "the model's numbers are not finite: token \(i) has the logit \(values[i])",
          suggestion: "The model is damaged, or its training diverged: train it again.")
      }
      if values[i] > values[best] { best = i }
    }
    guard !values.isEmpty, values[best] > -.infinity else {
      throw Problem(.badData, "the model rules out all \(count) tokens: each has the logit -infinity")
    }
    return best
  }

  // MARK: The ranks

  /// Returns the token of a rank, 0 being the most likely, and its number; equally likely tokens are ranked by number.
  package mutating func ranked(_ rank: Int) -> (token: Int32, value: Float) {
    if rank >= likelyCount, heapStart == 0 {
      takeOff(heapCount)
      makeHeap(of: likelyCount..<count)
    }
    let taken = (heapStart == 0 ? likelyCount : count) - heapCount
    if rank >= taken { takeOff(rank + 1 - taken) }
    let token = tokens[rank < likelyCount ? likelyCount - 1 - rank : count - 1 - (rank - likelyCount)]
    return (token, values[Int(token)])
  }

  /// Begins to rank the tokens. Those with at least the given number are the likely ones.
  private mutating func rank(likely least: Float) {
    likelyCount = 0
    var end = count
    for token in 0..<Int32(count) {
      if values[Int(token)] >= least {
        tokens[likelyCount] = token
        likelyCount += 1
      } else {
        end -= 1
        tokens[end] = token
      }
    }
    makeHeap(of: 0..<likelyCount)
  }

  private mutating func makeHeap(of range: Range<Int>) {
    (heapStart, heapCount) = (range.lowerBound, range.count)
    for i in stride(from: heapCount / 2 - 1, through: 0, by: -1) { siftDown(i) }
  }

  /// Takes the next tokens off the heap.
  private mutating func takeOff(_ tokenCount: Int) {
    for _ in 0..<tokenCount {
      heapCount -= 1
      tokens.swapAt(heapStart, heapStart + heapCount)
      siftDown(0)
    }
  }

  /// Whether the first token ranks before the second.
  private func isBefore(_ a: Int32, _ b: Int32) -> Bool {
    let (p, q) = (values[Int(a)], values[Int(b)])
    return p > q || (p == q && a < b)
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var child = 2 * parent + 1
      guard child < heapCount else { return }
      if child + 1 < heapCount, isBefore(tokens[heapStart + child + 1], tokens[heapStart + child]) { child += 1 }
      guard isBefore(tokens[heapStart + child], tokens[heapStart + parent]) else { return }
      tokens.swapAt(heapStart + parent, heapStart + child)
      parent = child
    }
  }
}
