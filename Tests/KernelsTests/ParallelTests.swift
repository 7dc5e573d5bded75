import Synchronization
import TestSupport
import Testing

@testable import Kernels

/// One after another, since side by side they would only wait for each other in `onThreads`.
@Suite(.serialized) struct ParallelTests {
  @Test(arguments: [1, 2, 3, 7, 128], [0, 1, 2, 5, 1000])
  func everyIndexComesOnceAndInRunsOfNeighbours(_ threads: Int, count: Int) {
    onThreads(threads) {
      let ranges = Mutex<[Range<Int>]>([])
      parallel(count, work: 1 << 20) { range in ranges.withLock { $0.append(range) } }
      let sorted = ranges.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
      #expect(sorted.flatMap { Array($0) } == Array(0..<count))
      #expect(sorted.count == (threads == 1 ? min(1, count) : min(4 * threads, count)))
    }
  }

  @Test func littleWorkStaysTogether() {
    onThreads(7) {
      let ranges = Mutex<[Range<Int>]>([])
      parallel(1000, work: 1000) { range in ranges.withLock { $0.append(range) } }
      #expect(ranges.withLock { $0 } == [0..<1000])
    }
  }

  /// The first run of the caller's own share goes on until all others are done, which only other threads can do.
  @Test func aThreadThatIsHeldUpLeavesTheRestOfItsShareToOthers() {
    // A team of its own: the shared one may be busy with another test's work.
    let done = Atomic<Int>(0), patience = ContinuousClock.now + .seconds(60)
    ThreadTeam().run(8, threads: 2) { run in
      if run == 0 {
        while done.load(ordering: .relaxed) < 7, .now < patience { yieldProcessor() }
        #expect(done.load(ordering: .relaxed) == 7)
      } else {
        done.add(1, ordering: .relaxed)
      }
    }
    #expect(done.load(ordering: .relaxed) == 7)
  }

  @Test func thereIsAlwaysAThread() {
    onThreads(0) { #expect(Threads.count == 1) }
    onThreads(-3) { #expect(Threads.count == 1) }
    onThreads(100_000) { #expect(Threads.count == 128) }
    #expect(Threads.available >= 1)
  }

  @Test(arguments: DeterminismCase.all) func anyNumberOfThreadsGivesTheSameBits(_ c: DeterminismCase) {
    let expected = onThreads(1) { c.run() }
    #expect(expected.allSatisfy { !$0.isNaN })
    for threads in [2, 3, 7] {
      expectSameBits(actual: onThreads(threads) { c.run() }, expected: expected, "\(threads) threads")
    }
  }
}
