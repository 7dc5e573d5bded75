import TestSupport
import Testing

@testable import Kernels

@Suite struct ChunksTests {
  private struct Chunk: Equatable {
    var array, start, count, number: Int
  }

  @Test(arguments: [1, 2, 7]) func everyNumberIsInOneChunkAndChunksAreNumberedInOrder(_ threads: Int) {
    let counts = [1, 4096, 0, 4097, 50_021, 8192]
    let expected = [
      Chunk(array: 0, start: 0, count: 1, number: 0), Chunk(array: 1, start: 0, count: 4096, number: 1),
      Chunk(array: 3, start: 0, count: 4096, number: 2), Chunk(array: 3, start: 4096, count: 1, number: 3),
    ]
    let found = Lock<[Chunk]>([])
    onThreads(threads) {
      forEachChunk(counts, cost: 4) { array, start, count, number in
        found.withLock { $0.append(Chunk(array: array, start: start, count: count, number: number)) }
      }
    }
    let chunks = found.withLock { $0 }.sorted { $0.number < $1.number }
    #expect(Array(chunks.prefix(4)) == expected)
    #expect(chunks.map(\.number) == Array(0..<chunkCount(counts)))
    for (array, count) in counts.enumerated() {
      let own = chunks.filter { $0.array == array }
      #expect(own.flatMap { Array($0.start..<$0.start + $0.count) } == Array(0..<count))
    }
  }

  @Test func withoutNumbersThereAreNoChunks() {
    #expect(chunkCount([]) == 0 && chunkCount([0, 0]) == 0)
    forEachChunk([], cost: 1) { _, _, _, _ in Issue.record("a chunk of nothing") }
  }
}
