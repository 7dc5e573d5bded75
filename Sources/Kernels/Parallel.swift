import Dispatch
import Synchronization

/// How many threads the kernels use. Results do not depend on it, to the last bit.
///
/// It starts as the number of cores that are up; programs set it from `--threads`.
public enum Threads {
  private static let setting = Atomic<Int>(0)

  /// The number of threads in use, at least 1.
  public static var count: Int {
    get {
      let chosen = setting.load(ordering: .relaxed)
      return chosen > 0 ? chosen : available
    }
    set { setting.store(max(1, newValue), ordering: .relaxed) }
  }

  /// The number of cores that this process may use.
  public static let available = max(1, coreCount())
}

/// Shares the indices `0..<count` out over the threads: each gets one run of neighbours and calls `body` with it.
///
/// `body` must write only what belongs to its own indices, and what it computes for an index must not depend on
/// the range that it came in. Then any number of threads gives the same bits.
///
/// This is the one place where kernels meet threads, and the one that answers for raw pointers crossing into them.
///
/// - Parameters:
///   - count: the number of indices.
///   - work: about how many elementary operations all indices need together; below some ten thousand a second
///     thread costs more than it brings, and the caller's thread does all.
@inline(__always)
func parallel(_ count: Int, work: Int, _ body: (Range<Int>) -> Void) {
  let threads = work < 1 << 15 ? 1 : min(Threads.count, count)
  guard threads > 1 else {
    if count > 0 { body(0..<count) }
    return
  }
  dispatch(threads) { thread in body(count * thread / threads..<count * (thread + 1) / threads) }
}

@inline(never)
func dispatch(_ threads: Int, _ body: (Int) -> Void) {
  withoutActuallyEscaping(body) { body in
    // The threads only read the closure, and `concurrentPerform` returns after the last of them.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: threads) { body($0) }
  }
}
