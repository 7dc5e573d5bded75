import Testing
import Training

@testable import Reports

struct RunChartsTests {
  private func run(_ count: Int) -> [Metrics] { (0..<count).map { metrics($0, training: 2) } }

  @Test func manyLossesAreSmoothed() {
    #expect(PageChart.losses(run(99), unit: "nats").lines.map(\.name) == ["training"])
    let many = PageChart.losses(run(100), unit: "nats")
    #expect(many.lines.map(\.name) == ["training", "training, smoothed"])
    #expect(many.name == "loss" && many.unit == "nats" && !many.isSmall)
  }

  @Test func theSpeedBeginsWithTheFirstStep() {
    let speeds = PageChart.speeds(run(3), token: "word")
    #expect(speeds.unit == "words per second" && speeds.lines.map(\.step) == [[1, 2]])
    #expect(PageChart.learningRates(run(3)).lines.map(\.step) == [[0, 1, 2]])
  }

  @Test func theTimeNamesTheSpeedIfItIsKnown() {
    // 64 tokens per step, ten steps per second.
    #expect(RunReport.time(of: run(81), token: "word") == "8.0 s, 640 words per second")
    #expect(RunReport.time(of: run(1), token: "word") == "0 ms" && RunReport.time(of: [], token: "word") == "0 ms")
    // Figures of a damaged file.
    let large = Metrics(
      step: 1, tokens: .max, trainLoss: nil, validationLoss: nil, learningRate: 0, gradientNorm: nil,
      tokensPerSecond: 0, elapsed: 1e-300)
    #expect(RunReport.time(of: [large], token: "word").hasSuffix(", 1,000,000,000,000,000 words per second"))
  }
}
