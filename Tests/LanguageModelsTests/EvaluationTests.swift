import Foundation
import LanguageModels
import Testing

struct EvaluationTests {
  /// A loss of log 8 is as uncertain as a choice among eight, which takes three bits.
  @Test func perplexityAndBitsFollowFromTheLoss() {
    let evaluation = Evaluation(totalLoss: 5 * log(8), tokenCount: 5)
    #expect(abs(evaluation.loss - log(8)) < 1e-14 && abs(evaluation.totalBits - 15) < 1e-13)
    #expect(abs(evaluation.perplexity - 8) < 1e-13 && abs(evaluation.bitsPerToken - 3) < 1e-14)
    let certain = Evaluation(totalLoss: 0, tokenCount: 1)
    #expect(certain.perplexity == 1 && certain.bitsPerToken == 0)
    #expect(Evaluation().loss == 0)
  }

  @Test func tokensAddUp() {
    var sum = Evaluation()
    sum.add(probability: 0.5)
    sum.add(probability: 0.25, isUnknown: true)
    #expect(abs(sum.totalBits - 3) < 1e-14 && abs(sum.perplexityWithoutUnknown - 2) < 1e-14)
    var other = Evaluation()
    other.add(probability: 0)
    other += sum
    #expect(other.tokenCount == 3 && other.unknownCount == 1 && other.impossibleCount == 1 && other.loss == .infinity)
  }

  @Test func aLossOfHalfAgainTheFloorIsFiftyPercentAbove() {
    #expect(percentAbove(floor: 2, 3) == 50 && percentAbove(floor: 2, 1) == -50)
  }
}
