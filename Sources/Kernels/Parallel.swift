import Synchronization

/// How many threads the kernels use. Results do not depend on it, to the last bit.
///
/// It starts as the number of cores that are up; programs set it from `--threads`.
public enum Threads {
  private static let setting = Atomic<Int>(0)

  /// The most threads that are ever used; Dispatch gives no process many more.
  private static let most = 128

  /// The number of threads in use, from 1 to 128.
  public static var count: Int {
    get {
      let chosen = setting.load(ordering: .relaxed)
      return chosen > 0 ? chosen : available
    }
    set { setting.store(min(max(1, newValue), most), ordering: .relaxed) }
  }

  /// The number of cores that are up.
  public static let available = min(max(1, coreCount()), most)
}

/// Shares the indices `0..<count` out over the threads, in runs of neighbours, and calls `body` with each run.
///
/// `body` must write only what belongs to its own indices, and what it computes for an index must not depend on
/// the range that it came in. Then any number of threads gives the same bits.
///
/// - Parameters:
///   - count: the number of indices.
///   - work: about how many elementary operations all indices need together; below some ten thousand a second
///     thread costs more than it brings, and the caller's thread does all.
@inline(__always)
public func parallel(_ count: Int, work: Int, _ body: (Range<Int>) -> Void) {
  let threads = work < 1 << 15 ? 1 : min(Threads.count, count)
  guard threads > 1 else {
    if count > 0 { body(0..<count) }
    return
  }
  // More runs than threads: one that is held up leaves the rest of its share to the others.
  let runs = min(count, threads * 4)
  ThreadTeam.shared.run(runs, threads: threads) { run in
    body(count * run / runs..<count * (run + 1) / runs)
  }
}

/// Shares `count` neighbouring floats out over the threads in runs that begin at whole groups of sixteen, and calls
/// `body` with the start and the length of each run.
@inline(__always)
func parallelLanes(_ count: Int, work: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
  let groups = (count + laneCount - 1) / laneCount
  parallel(groups, work: work) { range in
    let start = range.lowerBound * laneCount
    body(start, min(count, range.upperBound * laneCount) - start)
  }
}
