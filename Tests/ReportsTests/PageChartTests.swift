import Foundation
import Testing
import Training

@testable import Reports

/// A run's line of metrics.
func metrics(_ step: Int, training: Double? = nil, validation: Double? = nil) -> Metrics {
  Metrics(
    step: step, tokens: 64 * step, trainLoss: training.map(Float.init), validationLoss: validation, learningRate: 1e-3,
    gradientNorm: 1, tokensPerSecond: 1000, elapsed: Double(step) / 10)
}

struct PageChartTests {
  @Test func aLongCurveIsThinnedAndKeepsItsSpikes() {
    var run = (0..<100_000).map { metrics($0, training: 2 + Double(($0 * 7919) % 1009) / 1000) }
    run[54_321].trainLoss = 77
    run[12_345].trainLoss = 0.125
    var chart = PageChart("loss", title: "Loss", unit: "nats")
    chart.add("training", .faint, run) { $0.trainLoss.map(Double.init) }
    let line = chart.lines[0]
    #expect(line.value.count <= PageChart.mostPoints && line.value.count > PageChart.mostPoints / 2)
    #expect(line.step.count == line.value.count && line.tokens.count == line.value.count)
    #expect(line.step.first == 0 && line.step.last == 99_999)
    #expect(line.value.firstIndex(of: 77).map { line.step[$0] } == 54_321)
    #expect(line.value.firstIndex(of: 0.125).map { line.seconds[$0] } == 1234.5)
    #expect(zip(line.step, line.step.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func allEvaluationsAreKept() {
    let run = (0..<30_000).map {
      metrics($0, training: 2, validation: $0.isMultiple(of: 10) ? 3 - Double($0) / 1e5 : nil)
    }
    var chart = PageChart("loss", title: "Loss", unit: "nats")
    chart.add("validation", .validation, run) { $0.validationLoss }
    #expect(chart.lines[0].step == Array(stride(from: 0, to: 30_000, by: 10)))
  }

  @Test func valuesThatAreNotFiniteAreLeftOutAndCounted() {
    let run = [metrics(1, training: 2), metrics(2, training: .nan), metrics(3, training: .infinity), metrics(4)]
    var chart = PageChart("loss", title: "Loss", unit: "nats")
    chart.add("training", .training, run) { $0.trainLoss.map(Double.init) }
    chart.mark("floor", at: .nan)
    chart.mark("floor", at: nil)
    chart.mark("floor", at: 1.23456789)
    #expect(chart.lines[0].step == [1] && chart.leftOut == 2)
    #expect(chart.marks.map(\.value) == [1.23457])
  }

  @Test func aCurveWithoutValuesIsNoCurve() {
    var chart = PageChart("loss", title: "Loss", unit: "nats")
    chart.add("validation", .validation, [metrics(1, training: 2)]) { $0.validationLoss }
    #expect(chart.lines.isEmpty)
  }

  @Test func valuesKeepSixDigits() {
    let values = [0, 1.04, 1.2345678, 0.000123456789, 123_456_789, -2.5e-7, 0.1 + 0.2, 1.5e-300, 1.23456789e30]
    let run = values.enumerated().map { metrics($0, validation: $1) }
    var chart = PageChart("loss", title: "Loss", unit: "nats")
    chart.add("validation", .validation, run) { $0.validationLoss }
    #expect(chart.lines[0].value == [0, 1.04, 1.23457, 0.000123457, 123_457_000, -2.5e-7, 0.3, 1.5e-300, 1.23457e30])
  }
}
