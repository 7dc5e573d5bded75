import Kernels

/// Calls `body` once for each number below `count`. Each call runs on one thread from start to finish, and several run
/// at the same time.
///
/// Inside, operations are recorded as they are outside, and packed weights are shared. Everything that a part computes
/// must be its own: a part must not read a graph that another part recorded, and its gradients go into a set of its own
/// with ``Tensor/backward(into:scale:)``. Parameters and other tensors that several parts read must have been written
/// before. See `Kernels.parallelParts`.
///
///     var losses = [Float](repeating: 0, count: parts.count)
///     losses.withUnsafeMutableBufferPointer { losses in
///       forEachPart(parts.count) { losses[$0] = model.loss(parts[$0]).item }
///     }
public func forEachPart(_ count: Int, _ body: (_ part: Int) -> Void) {
  // A search for the first result that is not finite goes through the parts one after another.
  guard Tensor.finiteWatch == nil else { return (0..<count).forEach(body) }
  let (isRecording, scope) = (Tensor.isRecording, PackedWeights.scope)
  parallelParts(count) { part in
    // The task-local values of the caller do not carry over to other threads.
    Tensor.$isRecording.withValue(isRecording) {
      PackedWeights.$scope.withValue(scope) { body(part) }
    }
  }
}

/// Calls `body` once for each part of several chains. The parts of a chain run one after another, perhaps on different
/// threads; different chains run at the same time.
///
/// Parts that must add to the same sum in a fixed order form a chain. After each part, a thread continues with the
/// chain that has the most parts left, so a slow thread delays only the part that it is working on.
///
/// - Parameter lengths: the number of parts in each chain.
public func forEachPart(inChains lengths: [Int], _ body: (_ chain: Int, _ part: Int) -> Void) {
  let chains = Lock(Chains(lengths))
  forEachPart(min(Threads.count, lengths.count)) { _ in
    while let (chain, part) = chains.withLock({ $0.take() }) {
      body(chain, part)
      chains.withLock { $0.giveBack(chain) }
    }
  }
}

/// The parts of several chains, and how many of each chain are done.
private struct Chains {
  private let lengths: [Int]
  private var done: [Int]
  private var isTaken: [Bool]

  init(_ lengths: [Int]) {
    self.lengths = lengths
    done = Array(repeating: 0, count: lengths.count)
    isTaken = Array(repeating: false, count: lengths.count)
  }

  /// The next part of the chain with the most parts left; nil if other threads are working on all chains that are left.
  mutating func take() -> (chain: Int, part: Int)? {
    let free = lengths.indices.filter { !isTaken[$0] && done[$0] < lengths[$0] }
    guard let chain = free.max(by: { lengths[$0] - done[$0] < lengths[$1] - done[$1] }) else { return nil }
    isTaken[chain] = true
    done[chain] += 1
    return (chain, done[chain] - 1)
  }

  mutating func giveBack(_ chain: Int) { isTaken[chain] = false }
}
