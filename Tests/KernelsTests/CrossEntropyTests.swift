import TestSupport
import Testing

@testable import Kernels

@Suite struct CrossEntropyTests {
  static let shapes = [RowsShape(1, 1), RowsShape(7, 5), RowsShape(33, 65), RowsShape(3, 97)]

  /// Logits and targets; every third target does not count.
  private func example(_ s: RowsShape, spread: Float = 5) -> (logits: [Float], targets: [Int32]) {
    var random = RandomValues(seed: 1)
    let logits = random.floats(s.count, in: -spread...spread)
    let targets = random.ids(s.rows, below: s.columns).enumerated().map { $0 % 3 == 1 ? -1 : $1 }
    return (logits, targets)
  }

  @Test(arguments: shapes) func lossMatchesTheNaiveReference(_ s: RowsShape) {
    let (logits, targets) = example(s)
    var loss: (mean: Float, counted: Int) = (.nan, -1)
    let logSumExps = output(s.rows) {
      loss = crossEntropy(logSumExps: $0, logits, targets, rows: s.rows, columns: s.columns)
    }
    let wide = logits.map(Double.init)
    #expect(loss.counted == targets.count { $0 >= 0 })
    expectClose(
      actual: [loss.mean], expected: [Naive.crossEntropy(wide, targets, columns: s.columns)],
      relativeTo: .terms([5]), units: 1)
    expectClose(
      actual: logSumExps, expected: Naive.rows(wide, columns: s.columns) { [Naive.logSumExp($1)] }, units: 1)
  }

  @Test(arguments: shapes) func gradientMatchesTheNaiveReference(_ s: RowsShape) {
    let (logits, targets) = example(s)
    let logSumExps = output(s.rows) {
      _ = crossEntropy(logSumExps: $0, logits, targets, rows: s.rows, columns: s.columns)
    }
    let scale: Float = 0.37
    let dlogits = output(s.count) {
      crossEntropyBackward($0, logits, logSumExps, targets, rows: s.rows, columns: s.columns, scale: scale)
    }
    let wide = logits.map(Double.init)
    expectClose(
      actual: dlogits,
      expected: Naive.crossEntropyBackward(wide, targets, columns: s.columns, scale: Double(scale)),
      relativeTo: .terms([Double](repeating: Double(scale), count: s.count)), units: 2)
    for (row, target) in targets.enumerated() where target < 0 {
      #expect(dlogits[row * s.columns..<(row + 1) * s.columns].allSatisfy { $0 == 0 })
    }
  }

  @Test func naiveGradientMatchesFiniteDifferences() {
    let s = RowsShape(7, 5), (logits, targets) = example(s)
    let counted = Double(targets.count { $0 >= 0 })
    expectClose(
      actual: Naive.crossEntropyBackward(
        logits.map(Double.init), targets, columns: s.columns, scale: 1 / counted),
      expected: Naive.slopes(
        of: { Naive.crossEntropy($0, targets, columns: s.columns) }, at: logits.map(Double.init)),
      units: 0.01)
  }

  @Test func lossOfNoCountedRowsIsZero() {
    let logits: [Float] = [1, 2, 3, 4]
    var logSumExps: [Float] = [0, 0]
    let loss = crossEntropy(logSumExps: &logSumExps, logits, [-1, -100], rows: 2, columns: 2)
    #expect(loss == (0, 0))
  }

  @Test func equalLogitsCostTheLogOfTheirCount() {
    var logSumExps: [Float] = [0]
    let loss = crossEntropy(
      logSumExps: &logSumExps, [Float](repeating: 1000, count: 65), [64], rows: 1, columns: 65)
    // 1000 + ln 65 has a spacing of 6e-5.
    #expect(abs(loss.mean - 4.174_387) < 6e-5)
  }
}
