import Foundation
import Testing

@testable import Reports

struct OverfittingGapTests {
  private func sentences(_ losses: [(training: Double, validation: Double)]) -> [String] {
    let lines = losses.enumerated().map { metrics(100 * $0, training: $1.training, validation: $1.validation) }
    return OverfittingGap(lines, unit: "character").sentences
  }

  @Test func aRunThatLearnsByHeartIsToldSo() {
    let said = sentences([(4, 4), (2, 2.1), (1.5, 2), (1, 2.5)])
    #expect(said.count == 2)
    #expect(said[0].contains("1.00 on text that the model has learned from and 2.50 on text"))
    // exp(-1.5) is 0.22.
    #expect(said[0].contains("The gap is 1.50 nats per character") && said[0].contains("gets 78 % less probability"))
    #expect(said[1].contains("From step 200 on, the validation loss rose from 2.00 to 2.50, by 25 %"))
    #expect(said[1].contains("fell from 1.50 to 1.00") && said[1].contains("by heart"))
  }

  @Test func aRunThatStillGetsBetterIsToldSo() {
    let said = sentences([(4, 4), (2, 2.1), (1.5, 1.6)])
    #expect(said[1].contains("at its lowest at the end"))
  }

  @Test func aLevelLossIsNoOverfitting() {
    let said = sentences([(4, 4), (2, 2), (1.99, 2.005)])
    #expect(said[0].contains("no sign of overfitting"))
    #expect(said[1].contains("level since then") && said[1].contains("step 100"))
  }

  @Test func easierTextThatWasHeldOutIsNoOverfitting() {
    #expect(sentences([(4, 4), (2, 1.5)])[0].contains("easier one"))
  }

  @Test func aRunThatBecameUnstableHasNotLearnedByHeart() {
    let said = sentences([(4, 4), (2, 2), (3, 3)])
    #expect(said[1].contains("unstable") && !said[1].contains("by heart"))
  }

  @Test func theTrainingLossIsTheMeanSinceTheEvaluationBefore() {
    let lines = [
      metrics(0, validation: 4), metrics(10, training: 9), metrics(20, training: 1, validation: 3),
      metrics(30, training: 1), metrics(40, training: 2), metrics(50, training: 3, validation: 3),
    ]
    let said = OverfittingGap(lines, unit: "token").sentences
    #expect(said[0].contains("the loss is 2.00 on text that the model has learned from"))
  }

  @Test func withoutValidationThereIsNothingToSay() {
    #expect(OverfittingGap([metrics(1, training: 1)], unit: "token").sentences[0].contains("Without an evaluation"))
    #expect(OverfittingGap([], unit: "token").sentences.count == 1)
    #expect(OverfittingGap([metrics(0, validation: 1)], unit: "token").sentences[0].contains("one evaluation"))
  }

  @Test func lossesThatAreNotFiniteDoNotCount() {
    let lines = [
      metrics(0, validation: 4), metrics(10, training: .nan), metrics(20, training: 2, validation: 3),
      metrics(30, training: 2, validation: .infinity),
    ]
    #expect(OverfittingGap(lines, unit: "token").sentences[1].contains("lowest at the end"))
  }
}
