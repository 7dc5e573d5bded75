import Numerics

/// Splits the indices `0..<count` across the threads, in runs of neighbors, and calls `body` with each run.
///
/// `body` must write only data that belongs to its own indices, and its result for an index must not depend on the
/// range that contains the index. Then any number of threads computes the same bits.
///
/// - Parameters:
///   - count: the number of indices.
///   - work: the approximate number of elementary operations for all indices together. Below about thirty thousand, a
///     second thread costs more than it saves, and the calling thread does everything.
@inline(__always)
public func parallel(_ count: Int, work: Int, _ body: (Range<Int>) -> Void) {
  let threads = work < 1 << 15 ? 1 : min(Threads.count, count)
  guard threads > 1 else {
    if count > 0 { body(0..<count) }
    return
  }
  // Make more runs than threads, so a thread that is held up leaves the rest of its share to the others. A job of a few
  // microseconds is over before that could happen, and each run costs a look at the progress of the other threads.
  let runs = min(count, work < 1 << 19 ? threads : threads * 4)
  ThreadTeam.current.run(runs, threads: threads) { run, _ in
    body(count * run / runs..<count * (run + 1) / runs)
  }
}

/// Splits `count` neighboring floats across the threads in runs that begin at whole groups of sixteen, and calls `body`
/// with the start and the length of each run.
@inline(__always)
func parallelLanes(_ count: Int, work: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
  let groups = (count + laneCount - 1) / laneCount
  parallel(groups, work: work) { range in
    let start = range.lowerBound * laneCount
    body(start, min(count, range.upperBound * laneCount) - start)
  }
}

/// Calls `body` once for each number below `count`, with each call on a single thread from beginning to end.
///
/// This is for large, independent parts of a job, such as the micro-batches of a training step. The kernels inside a
/// part do not wait for other threads, so a core that is busy elsewhere delays only its own part. A part takes its
/// memory from its thread's own shelves, so it finds the data that it wrote in its own core's cache. If there are more
/// cores than unfinished parts, the kernels inside use the idle cores too: at the end they help the parts that run
/// late.
///
/// `body` must write only data that belongs to its part. Its results must not depend on the thread; those of kernels do
/// not.
@inline(never)
public func parallelParts(_ count: Int, _ body: (_ part: Int) -> Void) {
  guard count > 0 else { return }
  let parts = PartsInHand(count: count), team = ThreadTeam.current
  team.run(count, threads: min(Threads.count, count)) { part, worker in
    if let crew = team.crew(of: worker) { crew.work(on: parts) { body(part) } } else { body(part) }
    parts.finishOne()
  }
}
