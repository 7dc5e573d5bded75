import Corpora
import Testing

struct BatchScheduleTests {
  @Test func aPlainScheduleHasOneShape() {
    let schedule = BatchSchedule(batchSize: 12, context: 64)
    for step in [0, 5, 99] { #expect(schedule.shape(atStep: step, of: 100) == (12, 64)) }
    #expect(schedule.tokens(inFirst: 7, of: 100) == 7 * 768)
  }

  @Test func windowsDoubleWhileAStepKeepsItsTokens() {
    let schedule = BatchSchedule(batchSize: 12, context: 256, firstContext: 64)
    #expect(schedule.shape(atStep: 0, of: 900) == (48, 64))
    #expect(schedule.shape(atStep: 299, of: 900) == (48, 64))
    #expect(schedule.shape(atStep: 300, of: 900) == (24, 128))
    #expect(schedule.shape(atStep: 899, of: 900) == (12, 256))
    #expect(schedule.tokens(inFirst: 900, of: 900) == 900 * 12 * 256)
  }

  @Test(arguments: [(1, 9, 7, 5), (3, 12, 64, 64), (2, 16, 10, 80)])
  func tokensAreTheSumOfAllSteps(firstBatch: Int, batch: Int, firstContext: Int, context: Int) {
    let schedule = BatchSchedule(
      batchSize: batch, context: max(context, firstContext), firstBatchSize: firstBatch, firstContext: firstContext)
    var total = 0
    for step in 0..<101 {
      #expect(schedule.tokens(inFirst: step, of: 101) == total)
      let shape = schedule.shape(atStep: step, of: 101)
      total += shape.batchSize * shape.context
    }
    let last = schedule.shape(atStep: 100, of: 101)
    #expect(last == (batch, max(context, firstContext)))
  }
}
