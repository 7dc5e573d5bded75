import Numerics

/// Shares the indices `0..<count` out over the threads, in runs of neighbors, and calls `body` with each run.
///
/// `body` must write only what belongs to its own indices, and what it computes for an index must not depend on
/// the range that it came in. Then any number of threads gives the same bits.
///
/// - Parameters:
///   - count: the number of indices.
///   - work: about how many elementary operations all indices need together; below some thirty thousand a second
///     thread costs more than it brings, and the caller's thread does everything.
@inline(__always)
public func parallel(_ count: Int, work: Int, _ body: (Range<Int>) -> Void) {
  let threads = work < 1 << 15 ? 1 : min(Threads.count, count)
  guard threads > 1 else {
    if count > 0 { body(0..<count) }
    return
  }
  // More runs than threads: one that is held up leaves the rest of its share to the others. A job of a few microseconds is
  // over before that could happen, and each run costs a look at what the other threads have taken.
  let runs = min(count, work < 1 << 19 ? threads : threads * 4)
  ThreadTeam.current.run(runs, threads: threads) { run, _ in
    body(count * run / runs..<count * (run + 1) / runs)
  }
}

/// Shares `count` neighboring floats out over the threads in runs that begin at whole groups of sixteen, and calls
/// `body` with the start and the length of each run.
@inline(__always)
func parallelLanes(_ count: Int, work: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
  let groups = (count + laneCount - 1) / laneCount
  parallel(groups, work: work) { range in
    let start = range.lowerBound * laneCount
    body(start, min(count, range.upperBound * laneCount) - start)
  }
}

/// Calls `body` once for each number below `count`, each call on one thread from beginning to end.
///
/// This is for large, independent parts of a job, such as the micro-batches of a training step. The kernels inside
/// a part do not meet other threads, so a core that is busy elsewhere delays its own part only, and a part finds
/// what it wrote in its own core's cache: it takes its memory from shelves of its thread's own. With more cores than
/// parts that are still in hand, the kernels inside share the cores that are left over: at the end these help the part
/// that is late.
///
/// `body` must write only what belongs to its part. Its bits must not depend on the thread, and do not when it is
/// made of kernels.
@inline(never)
public func parallelParts(_ count: Int, _ body: (_ part: Int) -> Void) {
  guard count > 0 else { return }
  let parts = PartsInHand(count: count), team = ThreadTeam.current
  team.run(count, threads: min(Threads.count, count)) { part, worker in
    if let crew = team.crew(of: worker) { crew.work(on: parts) { body(part) } } else { body(part) }
    parts.finishOne()
  }
}
