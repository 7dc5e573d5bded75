import TestSupport
import Testing

@testable import Kernels

/// A matrix whose rows are processed one by one.
struct RowsShape: Sendable, CustomTestStringConvertible {
  var rows, columns: Int
  init(_ rows: Int, _ columns: Int) { (self.rows, self.columns) = (rows, columns) }
  var testDescription: String { "\(rows) x \(columns)" }
  var count: Int { rows * columns }
}

@Suite struct SoftmaxTests {
  static let shapes = [
    RowsShape(1, 1), RowsShape(3, 5), RowsShape(17, 33), RowsShape(5, 97), RowsShape(2, 1000),
  ]

  @Test(arguments: shapes, [1, 20] as [Float])
  func softmaxMatchesTheNaiveReference(_ s: RowsShape, spread: Float) {
    let x = logits(s, spread), wide = x.map(Double.init)
    let y = output(s.count) { softmax($0, x, rows: s.rows, columns: s.columns) }
    // Numbers are up to 40 below the largest, so their distance from it can be off by up to 2^-19, 16 units.
    expectClose(
      actual: y, expected: Naive.rows(wide, columns: s.columns) { Naive.softmax($1) }, relativeTo: .each,
      units: spread == 1 ? 3 : 18)
    expectSameBits(
      actual: output(startingAs: x) { softmax($0, $0, rows: s.rows, columns: s.columns) }, expected: y)
  }

  @Test(arguments: shapes, [1, 20] as [Float])
  func logSoftmaxMatchesTheNaiveReference(_ s: RowsShape, spread: Float) {
    let x = logits(s, spread), wide = x.map(Double.init)
    let y = output(s.count) { logSoftmax($0, x, rows: s.rows, columns: s.columns) }
    expectClose(
      actual: y, expected: Naive.rows(wide, columns: s.columns) { Naive.logSoftmax($1) }, units: 1.5)
    expectSameBits(
      actual: output(startingAs: x) { logSoftmax($0, $0, rows: s.rows, columns: s.columns) }, expected: y)
  }

  @Test(arguments: shapes) func softmaxBackwardMatchesTheNaiveReference(_ s: RowsShape) {
    let x = logits(s, 3), wide = x.map(Double.init)
    var random = RandomValues(seed: 2)
    let dy = random.floats(s.count)
    let y = output(s.count) { softmax($0, x, rows: s.rows, columns: s.columns) }
    let dx = output(s.count) { softmaxBackward($0, dy, y, rows: s.rows, columns: s.columns) }
    // dx = y (dy - total), where |dy| and |total| are at most 1.
    expectClose(
      actual: dx,
      expected: Naive.rows(wide, columns: s.columns) {
        Naive.softmaxBackward(Array(dy[$0 * s.columns..<($0 + 1) * s.columns]).map(Double.init), $1)
      }, relativeTo: .terms(y.map(Double.init)), units: 4)
  }

  @Test(arguments: shapes) func logSoftmaxBackwardMatchesTheNaiveReference(_ s: RowsShape) {
    let x = logits(s, 3), wide = x.map(Double.init)
    var random = RandomValues(seed: 3)
    let dy = random.floats(s.count)
    let y = output(s.count) { logSoftmax($0, x, rows: s.rows, columns: s.columns) }
    let dx = output(s.count) { logSoftmaxBackward($0, dy, y, rows: s.rows, columns: s.columns) }
    let expected = Naive.rows(wide, columns: s.columns) {
      Naive.logSoftmaxBackward(Array(dy[$0 * s.columns..<($0 + 1) * s.columns]).map(Double.init), $1)
    }
    expectClose(actual: dx, expected: expected, units: 3)
  }

  /// Finite differences of the naive forward passes show that the naive backward passes are correct.
  @Test func naiveGradientsMatchFiniteDifferences() {
    let s = RowsShape(1, 7), x = logits(s, 3).map(Double.init)
    var random = RandomValues(seed: 4)
    let dy = random.floats(s.count).map(Double.init)
    expectClose(
      actual: Naive.softmaxBackward(dy, x),
      expected: Naive.slopes(of: { Naive.dot(dy, Naive.softmax($0)) }, at: x),
      units: 0.01)
    expectClose(
      actual: Naive.logSoftmaxBackward(dy, x),
      expected: Naive.slopes(of: { Naive.dot(dy, Naive.logSoftmax($0)) }, at: x), units: 0.01)
  }

  @Test func hugeNumbersAndInfinitiesKeepTheirAccuracy() {
    let x: [Float] = [1000, 1001, -.infinity, -1e30, 1e30, 0]
    let y = output(6) { softmax($0, x, rows: 2, columns: 3) }
    let first = Naive.softmax([0, 1])
    expectClose(actual: y, expected: first + [0, 0, 1, 0], relativeTo: .each, units: 2)
    let z = output(3) { logSoftmax($0, x, rows: 1, columns: 3) }
    expectClose(actual: z, expected: Naive.logSoftmax([0, 1]) + [-.infinity], relativeTo: .each, units: 1)
  }

  /// Sixteenths survive the sum with the offset, so only the kernel could lose them.
  @Test(arguments: [-0x1p18, 8192, 0x1p19] as [Float], [1, 3])
  func aSharedOffsetCostsNoDigits(_ offset: Float, inner: Int) {
    let x = (0..<97 * inner).map { Float($0 * 37 % 129) / 16 }, far = x.map { $0 + offset }
    var random = RandomValues(seed: 5)
    let dy = random.floats(x.count)
    for function in [softmax, logSoftmax] as [Function] {
      expectSameBits(
        actual: output(x.count) { function($0, far, 1, 97, inner) },
        expected: output(x.count) { function($0, x, 1, 97, inner) })
    }
    let y = output(x.count) { logSoftmax($0, far, outer: 1, size: 97, inner: inner) }
    let dx = output(x.count) { logSoftmaxBackward($0, dy, y, outer: 1, size: 97, inner: inner) }
    let z = output(x.count) { logSoftmax($0, x, outer: 1, size: 97, inner: inner) }
    expectSameBits(
      actual: dx, expected: output(x.count) { logSoftmaxBackward($0, dy, z, outer: 1, size: 97, inner: inner) })
  }

  private typealias Function = (UnsafeMutablePointer<Float>, UnsafePointer<Float>, Int, Int, Int) -> Void

  /// Centered away from 0, where the row's largest number matters.
  private func logits(_ s: RowsShape, _ spread: Float) -> [Float] {
    var random = RandomValues(seed: 1)
    return random.floats(s.count, in: 2 - spread...2 + spread)
  }
}
