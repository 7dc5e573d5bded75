import Corpora
import Testing

struct EvaluationBatchesTests {
  @Test func everyTokenExceptTheFirstIsATargetOnceInOrder() {
    for count in [0, 1, 2, 3, 5, 6, 7, 12, 13, 14, 25, 31, 97] {
      for length in [1, 2, 5, 6, 33] {
        for batchSize in [1, 2, 3, 17] {
          let all: [Int32] = (0..<Int32(count + 4)).map { $0 }
          let tokens = all[4...]
          let batches = EvaluationBatches(of: tokens, batchSize: batchSize, length: length)
          var made = 0
          var targets: [Int32] = []
          for batch in batches {
            #expect(batch.inputs.map { $0 + 1 } == batch.targets)
            #expect(batch.targets.count == batch.batchSize * batch.length)
            #expect(batch.batchSize <= batchSize && batch.length <= length)
            targets += batch.targets
            made += 1
          }
          #expect(targets == Array(tokens.dropFirst()))
          #expect(made == batches.batchCount)
        }
      }
    }
  }

  @Test func overlappingWindowsHaveEveryTargetOnceWithEnoughContext() {
    for count in [1, 2, 5, 6, 7, 12, 13, 31, 97] {
      for (length, stride) in [(5, 1), (5, 2), (5, 4), (5, 5), (6, 3), (33, 7)] {
        for batchSize in [1, 2, 3, 17] {
          let all: [Int32] = (0..<Int32(count + 4)).map { $0 }
          let batches = EvaluationBatches(of: all[4...], batchSize: batchSize, length: length, stride: stride)
          var targets: [Int32] = [], made = 0
          for batch in batches {
            made += 1
            for (i, target) in batch.targets.enumerated() where target >= 0 {
              targets.append(target)
              #expect(batch.inputs[i] + 1 == target)
              // The first token is 4, so the first window covers the targets up to 4 + length.
              #expect(Int(target) <= 4 + length || i % batch.length >= length - stride)
            }
          }
          #expect(targets == Array(all[5...]) && made == batches.batchCount, "\(count) \(length) \(stride)")
        }
      }
    }
  }

  @Test func aShorterWindowAtTheEndIsASeparateBatch() {
    let tokens: [Int32] = (0..<18).map { $0 }
    let batches = Array(EvaluationBatches(of: tokens[...], batchSize: 2, length: 5))
    #expect(batches.map(\.batchSize) == [2, 1, 1])
    #expect(batches.map(\.length) == [5, 5, 2])
    #expect(batches[0].inputs == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(batches[2].inputs == [15, 16])
    #expect(batches[2].targets == [16, 17])
  }

  @Test func theLimitDropsTheLastBatches() {
    let tokens: [Int32] = (0..<18).map { $0 }
    let all = Array(EvaluationBatches(of: tokens[...], batchSize: 2, length: 5))
    for limit in 0...4 {
      let batches = EvaluationBatches(of: tokens[...], batchSize: 2, length: 5, limit: limit)
      #expect(Array(batches) == Array(all.prefix(limit)))
      #expect(batches.batchCount == min(limit, 3))
    }
  }

  @Test func theSequenceCanBeIteratedAgain() {
    let tokens: [Int32] = (0..<50).map { $0 }
    let batches = EvaluationBatches(of: tokens[...], batchSize: 3, length: 4)
    #expect(Array(batches) == Array(batches))
  }

  @Test func releasedBatchesShareOneBuffer() {
    let tokens: [Int32] = (0..<1000).map { $0 }
    var places: Set<UnsafeRawPointer?> = []
    for batch in EvaluationBatches(of: tokens[..<961], batchSize: 4, length: 8) {
      places.insert(batch.inputs.withUnsafeBytes { $0.baseAddress })
    }
    #expect(places.count == 1)
  }
}
