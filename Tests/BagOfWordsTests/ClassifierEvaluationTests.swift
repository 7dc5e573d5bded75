import BagOfWords
import Testing

struct ClassifierEvaluationTests {
  private let evaluation = ClassifierEvaluation(
    actual: [0, 0, 0, 0, 1, 1, 1, 2, 2, 2], predicted: [0, 0, 0, 1, 1, 1, 0, 0, 1, 1], classCount: 4)

  @Test func theConfusionMatrixCountsPairs() {
    #expect(evaluation.confusion == [[3, 1, 0, 0], [1, 2, 0, 0], [1, 2, 0, 0], [0, 0, 0, 0]])
    #expect(evaluation.count == 10 && evaluation.support(of: 1) == 3)
  }

  @Test func figuresFollowFromTheMatrix() {
    #expect(evaluation.accuracy == 0.5)
    #expect(evaluation.precision(of: 0) == 0.6 && evaluation.recall(of: 0) == 0.75)
    #expect(abs(evaluation.f1(of: 0) - 2 * 0.6 * 0.75 / 1.35) < 1e-15)
    #expect(evaluation.precision(of: 1) == 0.4 && abs(evaluation.recall(of: 1) - 2.0 / 3) < 1e-15)
    #expect(abs(evaluation.macroF1 - (evaluation.f1(of: 0) + evaluation.f1(of: 1)) / 4) < 1e-15)
    #expect(evaluation.baseline(always: 0) == 0.4 && evaluation.baseline(always: 2) == 0.3)
  }

  @Test func classesThatNeverOccurCountAsZero() {
    for chosen in [2, 3] {
      #expect(evaluation.precision(of: chosen) == 0 && evaluation.recall(of: chosen) == 0)
      #expect(evaluation.f1(of: chosen) == 0)
    }
    #expect(ClassifierEvaluation(actual: [], predicted: [], classCount: 2).accuracy == 0)
  }
}
