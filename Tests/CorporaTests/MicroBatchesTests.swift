import Testing

@testable import Corpora

struct MicroBatchesTests {
  /// A batch of consecutive windows.
  private func batch(_ batchSize: Int, _ length: Int) -> Batch {
    let tokens = (0...Int32(batchSize * length)).map { $0 }
    var batch = Batch(batchSize: batchSize, length: length)
    for row in 0..<batchSize { batch.setRow(row, toWindowAt: row * length, of: tokens[...]) }
    return batch
  }

  @Test func microBatchesCoverTheBatchInOrderAndTheirWeightsAddUpToOne() {
    for batchSize in [1, 2, 3, 7, 33, 100] {
      for length in [1, 5, 16, 64, 600] {
        let whole = batch(batchSize, length), parts = whole.microBatches
        #expect(parts.flatMap(\.inputs) == whole.inputs)
        #expect(parts.flatMap(\.targets) == whole.targets)
        #expect(parts.allSatisfy { $0.length == length && $0.inputs.count == $0.batchSize * length })
        #expect(whole.microBatchWeights == parts.map { Float($0.batchSize) / Float(batchSize) })
        // The sizes are as even as possible.
        let sizes = parts.map(\.batchSize)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
      }
    }
  }

  @Test(arguments: [
    (12, 64, [3, 3, 3, 3]),  // the small preset: a quarter of the batch is 192 tokens
    (12, 32, [6, 6]),  // a quarter would be below 192 tokens
    (10, 64, [2, 3, 2, 3]),
    (6, 128, [1, 1, 1, 1, 1, 1]),  // two windows would be more than a quarter
    (64, 256, [Int](repeating: 2, count: 32)),  // the baby preset: a quarter would be more than 512
    (3, 1024, [1, 1, 1]),  // one window is the minimum
    (5, 5, [5]),
  ]) func sizesDependOnlyOnTheShape(batchSize: Int, length: Int, expected: [Int]) {
    #expect(batch(batchSize, length).microBatches.map(\.batchSize) == expected)
  }
}
