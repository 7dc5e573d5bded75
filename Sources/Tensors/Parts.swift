import Kernels
import Synchronization

/// Calls `body` once for each number below `count`, each call on one thread from beginning to end, several at a time.
///
/// Inside, operations are recorded as they are outside, and packed weights are shared. What a part computes must be its
/// own: a graph that one part records may not be read by another, and gradients go into a set of the part's own with
/// ``Tensor/backward(into:scale:)``. Parameters and other tensors that several parts read must have been written before. See
/// `Kernels.parallelParts`.
///
///     var losses = [Float](repeating: 0, count: parts.count)
///     losses.withUnsafeMutableBufferPointer { losses in
///       forEachPart(parts.count) { losses[$0] = model.loss(parts[$0]).item }
///     }
public func forEachPart(_ count: Int, _ body: (_ part: Int) -> Void) {
  // Whoever looks for the first result that is not finite looks at one part after the other.
  guard Tensor.finiteWatch == nil else { return (0..<count).forEach(body) }
  let (isRecording, stretch) = (Tensor.isRecording, PackedWeights.stretch)
  parallelParts(count) { part in
    // Values that belong to the caller's task are not those of the other threads.
    Tensor.$isRecording.withValue(isRecording) {
      PackedWeights.$stretch.withValue(stretch) { body(part) }
    }
  }
}

/// Calls `body` once for each part of several chains. The parts of a chain follow one another in order, perhaps on different
/// threads; different chains go on at the same time.
///
/// So parts that add to one sum, in a fixed order, form a chain. A thread that has done a part goes on with the chain that
/// has the most left, so a slow thread holds up no more than the part in its hands.
///
/// - Parameter lengths: how many parts each chain has.
public func forEachPart(inChains lengths: [Int], _ body: (_ chain: Int, _ part: Int) -> Void) {
  let chains = Mutex(Chains(lengths))
  forEachPart(min(Threads.count, lengths.count)) { _ in
    while let (chain, part) = chains.withLock({ $0.take() }) {
      body(chain, part)
      chains.withLock { $0.giveBack(chain) }
    }
  }
}

/// Which parts of which chains are still to be done.
private struct Chains {
  private let lengths: [Int]
  private var done: [Int]
  private var isTaken: [Bool]

  init(_ lengths: [Int]) {
    self.lengths = lengths
    done = Array(repeating: 0, count: lengths.count)
    isTaken = Array(repeating: false, count: lengths.count)
  }

  /// The next part of the chain with the most left; nil when others have all that is left in hand.
  mutating func take() -> (chain: Int, part: Int)? {
    let free = lengths.indices.filter { !isTaken[$0] && done[$0] < lengths[$0] }
    guard let chain = free.max(by: { lengths[$0] - done[$0] < lengths[$1] - done[$1] }) else { return nil }
    isTaken[chain] = true
    done[chain] += 1
    return (chain, done[chain] - 1)
  }

  mutating func giveBack(_ chain: Int) { isTaken[chain] = false }
}
