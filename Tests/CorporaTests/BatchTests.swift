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
}
