import Foundation
import LanguageModels
import Testing

struct EvaluationTests {
  /// A loss of log 8 is as uncertain as a choice among eight, which takes three bits.
  @Test func perplexityAndBitsFollowFromTheLoss() {
    let evaluation = Evaluation(loss: log(8), tokenCount: 5)
    #expect(abs(evaluation.perplexity - 8) < 1e-14 && abs(evaluation.bitsPerToken - 3) < 1e-14)
    let certain = Evaluation(loss: 0, tokenCount: 1)
    #expect(certain.perplexity == 1 && certain.bitsPerToken == 0)
  }
}
