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

  /// The loss, and the gradient for a scale.
  private func run(_ s: RowsShape, _ logits: [Float], _ targets: [Int32], scale: Float = 0.37) -> (
    mean: Float, counted: Int, dlogits: [Float]
  ) {
    var loss: (mean: Float, counted: Int) = (.nan, -1)
    let dlogits = output(s.count) { dlogits in
      _ = output(2 * s.rows) {
        let totals = SoftmaxTotals($0, rows: s.rows)
        loss = crossEntropy(totals, logits, targets, rows: s.rows, columns: s.columns)
        crossEntropyBackward(dlogits, logits, totals, targets, rows: s.rows, columns: s.columns, scale: scale)
      }
    }
    return (loss.mean, loss.counted, dlogits)
  }

  @Test(arguments: shapes) func lossMatchesTheNaiveReference(_ s: RowsShape) {
    let (logits, targets) = example(s), loss = run(s, logits, targets)
    #expect(loss.counted == targets.count { $0 >= 0 })
    expectClose(
      actual: [loss.mean], expected: [Naive.crossEntropy(logits.map(Double.init), targets, columns: s.columns)],
      relativeTo: .terms([5]), units: 1)
  }

  @Test(arguments: shapes) func gradientMatchesTheNaiveReference(_ s: RowsShape) {
    let (logits, targets) = example(s), scale: Float = 0.37, dlogits = run(s, logits, targets).dlogits
    expectClose(
      actual: dlogits,
      expected: Naive.crossEntropyBackward(
        logits.map(Double.init), targets, columns: s.columns, scale: Double(scale)),
      relativeTo: .terms([Double](repeating: Double(scale), count: s.count)), units: 2)
    for (row, target) in targets.enumerated() where target < 0 {
      #expect(dlogits[row * s.columns..<(row + 1) * s.columns].allSatisfy { $0 == 0 })
    }
  }

  /// Sixteenths survive the sum with the offset, so only the kernel could lose them.
  @Test(arguments: [-0x1p18, 8192, 0x1p19] as [Float]) func aSharedOffsetOfTheLogitsCostsNoDigits(_ offset: Float) {
    let s = RowsShape(7, 65)
    let logits = (0..<s.count).map { Float($0 * 37 % 129) / 16 }, targets = example(s).targets
    let near = run(s, logits, targets), far = run(s, logits.map { $0 + offset }, targets)
    #expect(far.mean == near.mean)
    expectSameBits(actual: far.dlogits, expected: near.dlogits)
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
    let loss = run(RowsShape(2, 2), [1, 2, 3, 4], [-1, -100])
    #expect(loss.mean == 0 && loss.counted == 0 && loss.dlogits == [0, 0, 0, 0])
  }

  @Test(arguments: [0, 1000, 2000, -5e8] as [Float]) func equalLogitsCostTheLogOfTheirCount(_ logit: Float) {
    let loss = run(RowsShape(1, 65), [Float](repeating: logit, count: 65), [64], scale: 65)
    expectClose(actual: [loss.mean], expected: [4.174_387_269_895_637], units: 1)
    expectClose(actual: loss.dlogits, expected: [Double](repeating: 1, count: 64) + [-64], units: 0)
  }
}
