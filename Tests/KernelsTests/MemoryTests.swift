import Dispatch
import Synchronization
import Testing

@testable import Kernels

@Suite struct MemoryTests {
  @Test(arguments: [0, 1, 63, 64, 65, 1000, 100_001]) func blocksAreAlignedAndLargeEnough(_ count: Int) {
    let memory = Memory()
    let block = memory.take(count)
    #expect(UInt(bitPattern: block.start) % 64 == 0)
    #expect(block.capacity >= count)
    block.start.update(repeating: 1, count: block.capacity)
    memory.giveBack(block)
  }

  @Test func aBlockThatIsGivenBackIsReused() {
    let memory = Memory()
    let first = memory.take(1000)
    let start = first.start
    memory.giveBack(first)
    #expect(memory.take(999).start == start)
  }

  @Test func blocksInUseDoNotOverlap() {
    let memory = Memory()
    // New blocks first, then the same blocks from the shelves.
    for _ in 0..<2 {
      let blocks = (0..<10).map { _ in memory.take(100) }.sorted { $0.start < $1.start }
      for (block, next) in zip(blocks, blocks.dropFirst()) {
        #expect(block.start + block.capacity <= next.start)
      }
      for block in blocks { memory.giveBack(block) }
    }
  }

  @Test func repeatedSizesNeedNoMoreMemory() {
    let memory = Memory()
    let sizes = [10, 100, 1000, 100, 5000, 10]
    func step() {
      let blocks = sizes.map { memory.take($0) }
      for block in blocks { memory.giveBack(block) }
    }
    step()
    let bytes = memory.reservedBytes
    #expect(bytes == sizes.reduce(0) { $0 + Memory.roundedUp($1) * 4 })
    for _ in 0..<100 { step() }
    #expect(memory.reservedBytes == bytes)
  }

  @Test func thereAreFourCapacitiesPerPowerOfTwo() {
    let counts = [0, 1, 64, 65, 80, 81, 96, 97, 112, 113, 128, 129, 160, 161, 1024, 1025]
    #expect(
      counts.map(Memory.roundedUp) == [
        64, 64, 64, 80, 80, 96, 96, 112, 112, 128, 128, 160, 160, 192, 1024, 1280,
      ])
  }

  @Test func atMostAFifthIsWasted() {
    for count in 65..<20_000 {
      let capacity = Memory.roundedUp(count)
      #expect(capacity >= count && (capacity - count) * 5 < capacity, "\(count)")
      #expect(Memory.roundedUp(capacity) == capacity, "\(count)")
    }
  }

  @Test func threadsNeverShareABlock() {
    let memory = Memory()
    let clashes = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for _ in 0..<10_000 {
        let block = memory.take(64)
        block.start.update(repeating: Float(thread), count: 64)
        if (0..<64).contains(where: { block.start[$0] != Float(thread) }) {
          clashes.add(1, ordering: .relaxed)
        }
        memory.giveBack(block)
      }
    }
    #expect(clashes.load(ordering: .relaxed) == 0)
    #expect(memory.reservedBytes <= 4 * 64 * 4)
  }

  @Test func scratchIsGivenBack() {
    // A size that nothing else in the process requests.
    let count = 3_000_001
    let first = withScratch(count) { $0 }
    #expect(withScratch(count) { $0 } == first)
  }

  /// Runs in a separate process, because parallel tests share the pool.
  @Test func emptyScratchTakesNoMemory() async {
    await #expect(processExitsWith: .success) {
      withScratch(0) { _ in }
      #expect(Memory.pool.reservedBytes == 0)
    }
  }

  #if KINDLING_SANITIZER
    /// In a build for the thread sanitizer there is nothing to ask.
    @Test(.enabled(if: AddressSanitizer.isPoisoned != nil), arguments: [1, 63, 64, 65, 1000])
    func onlyTheFloatsThatWereRequestedAreAccessible(_ count: Int) throws {
      let memory = Memory(), isPoisoned = try #require(AddressSanitizer.isPoisoned)
      // A new block first, then the same block from its shelf, which a larger request used in between.
      for _ in 0..<2 {
        let block = memory.take(count)
        #expect((0..<count).allSatisfy { isPoisoned(block.start + $0) == 0 })
        #expect((count..<Memory.roundedUp(count)).allSatisfy { isPoisoned(block.start + $0) != 0 })
        memory.giveBack(block)
        #expect((0..<Memory.roundedUp(count)).allSatisfy { isPoisoned(block.start + $0) != 0 })
        memory.giveBack(memory.take(Memory.roundedUp(count)))
      }
    }
  #endif
}
