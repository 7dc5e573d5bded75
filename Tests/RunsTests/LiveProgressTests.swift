import Runs
import Testing
import Training

struct LiveProgressTests {
  private func metrics(step: Int, loss: Float?) -> Metrics {
    Metrics(
      step: step, tokens: step * 768, trainLoss: loss, validationLoss: nil, learningRate: 1e-3, gradientNorm: nil,
      tokensPerSecond: 2510, elapsed: Double(step) * 0.008)
  }

  private var history: [Metrics] { (1...50).map { metrics(step: 10 * $0, loss: 4 - Float($0) / 25) } }
  private let text = "25 %  step 500 of 2,000  loss 2.0000  2,510 tokens/s  12 s left"

  private func line(width: Int) -> String {
    StepProgress(of: 2000).liveLine(history[49], history: history, width: width)
  }

  @Test func aWideTerminalHasABarAndACurve() {
    let line = line(width: 200)
    #expect(line.hasPrefix("━━━━━━────────────────── \(text)  █"))
    let curve = line.suffix(24)
    #expect(curve.first == "█" && curve.last == "▁" && Array(curve) == curve.sorted(by: >))
  }

  @Test func theLineNeverExceedsTheTerminal() {
    for width in 0...200 { #expect(line(width: width).count <= max(width, 4), "\(width)") }
  }

  @Test func aNarrowTerminalKeepsWhatMattersMost() {
    #expect(line(width: text.count) == text)
    // What the speed took is enough for a bar.
    #expect(line(width: text.count - 1) == "━━━───────── 25 %  step 500 of 2,000  loss 2.0000  12 s left")
    #expect(line(width: 47) == "25 %  step 500 of 2,000  loss 2.0000  12 s left")
    #expect(line(width: 30) == "25 %  loss 2.0000  12 s left")
    #expect(line(width: 16) == "25 %  12 s left")
    #expect(line(width: 4) == "25 %")
  }

  @Test func theStartAndTheEndAreRight() {
    let progress = StepProgress(of: 2000)
    let start = progress.liveLine(metrics(step: 0, loss: nil), history: [metrics(step: 0, loss: nil)], width: 60)
    #expect(start == "──────────────────────── 0 %  step 0 of 2,000")
    let end = progress.liveLine(metrics(step: 2000, loss: 2), history: [], width: 120)
    #expect(end == "━━━━━━━━━━━━━━━━━━━━━━━━ 100 %  step 2,000 of 2,000  loss 2.0000  2,510 tokens/s  16 s")
    // A run that goes on after its last step was counted is not more than complete.
    #expect(progress.liveLine(metrics(step: 2001, loss: 2), history: [], width: 120).contains(" 100 % "))
  }
}
