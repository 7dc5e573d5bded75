import Testing

@testable import Reports

struct AxisTests {
  @Test(arguments: [
    (0.2, 0.2), (0.21, 0.5), (0.3, 0.5), (0.5, 0.5), (0.51, 1), (1, 1), (1.01, 2), (3, 5), (5.01, 10),
    (10, 10),
    (1500, 2000), (0.001, 0.001), (0.0011, 0.002), (7e-20, 1e-19), (3e30, 5e30),
  ])
  func theStepIsTheNextOneTwoOrFiveTimesAPowerOfTen(least: Double, step: Double) {
    #expect(abs(RoundStep(atLeast: least).size / step - 1) < 1e-12)
  }

  @Test func lossAxesBeginAndEndAtATick() {
    let axis = Axis.losses([4.17, 1.47, 2.2], from: 400, to: 100)
    #expect(axis.ticks.map(\.label) == ["1.0", "1.5", "2.0", "2.5", "3.0", "3.5", "4.0", "4.5"])
    #expect(axis.ticks.first?.position == 400)
    #expect(axis.ticks.last?.position == 100)
    #expect(axis.position(2.75) == 250)
  }

  @Test func stepAxesBeginAtZeroUnlessThatWastesSpace() {
    #expect(
      Axis.steps([1, 2000], from: 0, to: 700).ticks.map(\.label) == ["0", "500", "1,000", "1,500", "2,000"])
    let late = Axis.steps([50_000, 50_400], from: 0, to: 700)
    #expect(late.low == 50_000)
    #expect(late.ticks.first?.label == "50,000")
  }

  @Test func stepTicksAreWholeNumbers() {
    for last in 1...9 {
      let labels = Axis.steps([0, last], from: 0, to: 700).ticks.map(\.label)
      #expect(labels.allSatisfy { Int($0) != nil })
      #expect(Set(labels).count == labels.count)
    }
  }

  @Test(arguments: [
    [], [0], [4.17], [4.17, 4.17], [-3], [1e-30], [3e38], [-3e38, 3e38], [2, 2.000001], [0, 1e-7],
    [1e6, 3e6],
  ])
  func labelsAreDistinctAndValuesFitTheAxis(losses: [Double]) {
    let axis = Axis.losses(losses, from: 400, to: 100)
    let labels = axis.ticks.map(\.label)
    #expect(4...10 ~= labels.count)
    #expect(Set(labels).count == labels.count)
    for loss in losses { #expect(100 - 1e-6...400 + 1e-6 ~= axis.position(loss)) }
    for (a, b) in zip(axis.ticks, axis.ticks.dropFirst()) { #expect(a.position - b.position > 20) }
  }

  @Test(arguments: [1, 10, 999, 123_456, 10_000_000, 9_876_543_210, Int.max])
  func stepLabelsDoNotTouch(last: Int) {
    let ticks = Axis.steps([0, last], from: 0, to: 700).ticks
    #expect(ticks.count >= 2)
    for (a, b) in zip(ticks, ticks.dropFirst()) {
      let widths = estimatedWidth(a.label, size: 12) / 2 + estimatedWidth(b.label, size: 12) / 2
      #expect(b.position - a.position > widths)
    }
  }
}
