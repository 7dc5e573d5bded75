import Synchronization
import TestSupport
import Testing

@testable import Kernels

/// Serialized, because tests that run at the same time would only wait for each other in `onThreads`.
@Suite(.serialized) struct ParallelTests {
  @Test(arguments: [1, 2, 3, 7, 128], [0, 1, 2, 5, 1000])
  func everyIndexOccursOnceInContiguousRanges(_ threads: Int, count: Int) {
    onThreads(threads) {
      let ranges = Lock<[Range<Int>]>([])
      parallel(count, work: 1 << 20) { range in ranges.withLock { $0.append(range) } }
      let sorted = ranges.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
      #expect(sorted.flatMap { Array($0) } == Array(0..<count))
      #expect(sorted.count == (threads == 1 ? min(1, count) : min(4 * threads, count)))
    }
  }

  @Test func aSmallAmountOfWorkIsNotSplit() {
    onThreads(7) {
      let ranges = Lock<[Range<Int>]>([])
      parallel(1000, work: 1000) { range in ranges.withLock { $0.append(range) } }
      #expect(ranges.withLock { $0 } == [0..<1000])
    }
  }

  /// The first run of the caller's own share lasts until all others are done, which only other threads can do.
  @Test func aBlockedThreadLeavesTheRestOfItsShareToOthers() {
    // A separate team, because the shared one can be busy with another test's work.
    let done = Atomic<Int>(0), patience = ContinuousClock.now + .seconds(60)
    ThreadTeam().run(8, threads: 2) { run, _ in
      if run == 0 {
        while done.load(ordering: .relaxed) < 7, .now < patience {}
        #expect(done.load(ordering: .relaxed) == 7)
      } else {
        done.add(1, ordering: .relaxed)
      }
    }
    #expect(done.load(ordering: .relaxed) == 7)
  }

  @Test func thereIsAlwaysAtLeastOneThread() {
    onThreads(0) { #expect(Threads.count == 1) }
    onThreads(-3) { #expect(Threads.count == 1) }
    onThreads(100_000) { #expect(Threads.count == 128) }
    #expect(Threads.available >= 1)
  }

  @Test(arguments: [1, 2, 3, 7], [0, 1, 2, 5, 40])
  func everyPartRunsOnceAndKeepsItsWorkToItself(_ threads: Int, count: Int) {
    onThreads(threads) {
      let parts = Lock<[Int]>([])
      parallelParts(count) { part in
        let inside = Threads.count
        #expect((1...threads).contains(inside))
        // Work that is split inside a part stays in the part, and its memory is the part's own.
        let sum = Lock(0)
        parallel(100, work: 1 << 20) { range in sum.withLock { $0 += range.reduce(0, +) } }
        #expect(sum.withLock { $0 } == 4950)
        parts.withLock { $0.append(part) }
      }
      #expect(parts.withLock { $0 }.sorted() == Array(0..<count))
      #expect(Threads.count == threads)
    }
  }

  @Test func aPartTakesItsOwnMemoryAndReusesIt() {
    onThreads(2) {
      var blocks: Set<UnsafeMutablePointer<Float>> = []
      let seen = Lock(blocks)
      for _ in 0..<20 {
        parallelParts(2) { _ in
          let block = Memory.current.take(12_345)
          seen.withLock { _ = $0.insert(block.start) }
          block.giveBack()
        }
      }
      blocks = seen.withLock { $0 }
      // Two, or a few more if other tests borrow memory at the same time; 40 without reuse.
      #expect((1...20).contains(blocks.count))
    }
  }

  /// The last helper wakes a caller that has gone to sleep, even if it finishes at the same moment.
  @Test func aCallerWaitsForTheLastRunNoMatterHowLongItTakes() {
    let team = ThreadTeam()
    for spins in [0, 10, 1_000, 100_000, 3_000_000] {
      for _ in 0..<(spins > 100_000 ? 3 : 50) {
        let done = Atomic<Int>(0)
        team.run(2, threads: 2) { run, _ in
          if run == 1 { for _ in 0..<spins { _ = done.load(ordering: .sequentiallyConsistent) } }
          done.add(1, ordering: .sequentiallyConsistent)
        }
        #expect(done.load(ordering: .sequentiallyConsistent) == 2)
      }
    }
  }

  @Test(arguments: DeterminismCase.all) func anyNumberOfThreadsGivesTheSameBits(_ c: DeterminismCase) {
    let expected = onThreads(1) { c.run() }
    #expect(expected.allSatisfy { !$0.isNaN })
    for threads in [2, 3, 7] {
      expectSameBits(actual: onThreads(threads) { c.run() }, expected: expected, "\(threads) threads")
    }
  }
}
