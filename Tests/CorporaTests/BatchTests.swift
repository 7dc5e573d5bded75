import Testing

@testable import Corpora

struct BatchTests {
  @Test func rowsAreWindowsAndTargetsAreTheNextTokens() {
    // A slice that does not begin at index 0, like the validation split.
    let tokens: [Int32] = [90, 91, 92, 10, 11, 12, 13, 14, 15]
    var batch = Batch(batchSize: 3, length: 2)
    batch.setRow(0, toWindowAt: 3, of: tokens[3...])
    batch.setRow(2, toWindowAt: 0, of: tokens[3...])
    #expect(batch.inputs == [13, 14, 0, 0, 10, 11])
    #expect(batch.targets == [14, 15, 0, 0, 11, 12])
    #expect(batch.starts == [3, 0, 0])
    #expect(batch.before == [[10, 11, 12], [], []])
    #expect(batch.part(0..<1).before == [[10, 11, 12]])
    #expect(batch.batchSize == 3)
    #expect(batch.length == 2)
  }

  @Test func rowsWithNothingBeforeThemAreTakenAsTheyAre() {
    let batch = Batch(inputs: [1, 2, 3, 4, 5, 6], targets: [2, 3, -1, 5, -1, -1], batchSize: 2)
    #expect(batch.batchSize == 2 && batch.length == 3 && batch.starts == [0, 0] && batch.before == [[], []])
    #expect(batch.part(1..<2).inputs == [4, 5, 6] && batch.part(1..<2).targets == [5, -1, -1])
  }
}
