import Runs
import Testing
import Training

struct StepProgressTests {
  private func metrics(step: Int, train: Float? = nil, validation: Double? = nil) -> Metrics {
    Metrics(
      step: step, tokens: step * 768, trainLoss: train, validationLoss: validation, learningRate: 1e-3,
      gradientNorm: nil, tokensPerSecond: 2510, elapsed: Double(step) * 0.008)
  }

  @Test func theLineHasWhatIsKnown() {
    let progress = StepProgress(of: 2000)
    #expect(progress.line(metrics(step: 0, validation: 4.3)) == "step 0 of 2,000  validation 4.3000")
    #expect(
      progress.line(metrics(step: 250, train: 2.5)) == "step 250 of 2,000  loss 2.5000  2,510 tokens/s  14 s left")
    #expect(
      progress.line(metrics(step: 2000, train: 2, validation: 2.25))
        == "step 2,000 of 2,000  loss 2.0000  validation 2.2500  2,510 tokens/s  16 s")
    #expect(
      StepProgress(of: 2000, showsTime: false).line(metrics(step: 2000, train: 2)) == "step 2,000 of 2,000  loss 2.0000"
    )
  }
}
