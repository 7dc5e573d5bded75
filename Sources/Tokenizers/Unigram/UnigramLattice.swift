import Foundation

/// The ways to split a chunk of text into pieces, each with the sum of its pieces' scores (log probabilities).
///
/// A chunk of n bytes has n + 1 places between its bytes, and each piece that it contains is an edge between two of
/// them. The best way to the end (Viterbi) and the expected number of each piece over all ways (the forward-backward
/// algorithm) take time proportional to the number of edges, although the number of ways grows exponentially.
///
/// Source: Kudo, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates"
/// (2018), section 3.2.
struct UnigramLattice: Sendable {
  /// The pieces that may occur in a text.
  let trie: ByteTrie
  /// The score of each token.
  var scores: [Double]
  /// The score of a character that no piece stands for alone.
  var unknownScore = -Double.infinity
  /// Memory for one chunk after another, so that a short chunk allocates nothing.
  struct Scratch {
    fileprivate var best: [Double] = [], back: [Double] = []
    fileprivate var starts: [Int] = []
    fileprivate var tokens: [Int32] = []
    fileprivate var edges: [(start: Int, end: Int, token: Int32)] = []
    /// The pieces of the best way, last first; a token of -1 is a character that no piece stands for.
    var path: [(token: Int32, bytes: Range<Int>)] = []

    fileprivate mutating func reserve(_ count: Int) {
      guard best.count < count else { return }
      let size = max(count, 2 * best.count)
      best = Array(repeating: 0, count: size)
      back = best
      starts = Array(repeating: 0, count: size)
      tokens = Array(repeating: 0, count: size)
    }
  }

  /// Finds the way with the largest sum of scores, leaves it in `scratch.path`, and returns the sum.
  ///
  /// Of ways with the same sum, the one wins whose last pieces begin earliest: longer pieces at the end.
  ///
  /// - Parameters:
  ///   - chunk: UTF-8.
  ///   - excluded: a token that must not be used, or -1.
  @discardableResult
  func findBest(in chunk: UnsafeBufferPointer<UInt8>, excluding excluded: Int32 = -1, _ scratch: inout Scratch)
    -> Double
  {
    let n = chunk.count
    scratch.reserve(n + 1)
    scratch.path.removeAll(keepingCapacity: true)
    for place in 0...n { scratch.best[place] = -.infinity }
    scratch.best[0] = 0
    for start in 0..<n where !isContinuation(chunk[start]) {
      let sum = scratch.best[start], width = min(scalarWidth(chunk[start]), n - start)
      var isKnown = false
      var node = ByteTrie.root, end = start
      while end < n {
        node = trie.child(of: node, chunk[end])
        if node < 0 { break }
        end += 1
        let token = trie.token(at: node)
        guard token >= 0, token != excluded else { continue }
        if end - start == width { isKnown = true }
        let candidate = sum + scores[Int(token)]
        if candidate > scratch.best[end] {
          (scratch.best[end], scratch.starts[end], scratch.tokens[end]) = (candidate, start, token)
        }
      }
      if !isKnown, sum + unknownScore > scratch.best[start + width] {
        scratch.best[start + width] = sum + unknownScore
        (scratch.starts[start + width], scratch.tokens[start + width]) = (start, -1)
      }
    }
    guard scratch.best[n] > -.infinity else { return -.infinity }
    var end = n
    while end > 0 {
      scratch.path.append((scratch.tokens[end], scratch.starts[end]..<end))
      end = scratch.starts[end]
    }
    return scratch.best[n]
  }

  /// Adds to `counts` how often each piece is expected in a chunk that occurs `weight` times, and returns the logarithm
  /// of the chunk's probability: the sum over all ways.
  ///
  /// With alpha(i) the sum of the ways from the start to place i, and beta(i) from place i to the end, a piece with
  /// probability p between places i and j is expected alpha(i) p beta(j) / alpha(n) times. All of these are logarithms
  /// here, because probabilities of long chunks are too small for a floating-point number.
  func addExpectations(
    of chunk: UnsafeBufferPointer<UInt8>, weight: Double, to counts: inout [Double], _ scratch: inout Scratch
  ) -> Double {
    let n = chunk.count
    scratch.reserve(n + 1)
    scratch.edges.removeAll(keepingCapacity: true)
    for place in 0...n {
      scratch.best[place] = -.infinity
      scratch.back[place] = -.infinity
    }
    (scratch.best[0], scratch.back[n]) = (0, 0)
    for start in 0..<n where scratch.best[start] > -.infinity {
      var node = ByteTrie.root, end = start
      while end < n {
        node = trie.child(of: node, chunk[end])
        if node < 0 { break }
        end += 1
        let token = trie.token(at: node)
        guard token >= 0 else { continue }
        scratch.edges.append((start, end, token))
        scratch.best[end] = logOfSum(scratch.best[end], scratch.best[start] + scores[Int(token)])
      }
    }
    let total = scratch.best[n]
    guard total > -.infinity else { return total }
    for edge in scratch.edges.reversed() {
      let rest = scores[Int(edge.token)] + scratch.back[edge.end]
      counts[Int(edge.token)] += weight * exp(scratch.best[edge.start] + rest - total)
      scratch.back[edge.start] = logOfSum(scratch.back[edge.start], rest)
    }
    return total
  }
}

/// Returns log(exp(a) + exp(b)) without overflow.
private func logOfSum(_ a: Double, _ b: Double) -> Double {
  let (small, large) = a < b ? (a, b) : (b, a)
  return small == -.infinity ? large : large + log1p(exp(small - large))
}

/// Whether a byte of UTF-8 continues a scalar.
@inline(__always)
func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

/// Returns how many bytes the scalar has that starts with this byte of UTF-8.
@inline(__always)
func scalarWidth(_ first: UInt8) -> Int { first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }
