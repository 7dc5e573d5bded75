import Foundation
import TestSupport
import Testing

@testable import Kernels

@Suite struct DynamicTanhTests {
  /// Up to and above the 64 rows that share a partial sum of the gradients.
  static let shapes = [RowsShape(1, 2), RowsShape(3, 5), RowsShape(2, 16), RowsShape(63, 17), RowsShape(130, 33)]
  private let a: Float = 0.75

  private struct Example {
    let x, weight, bias, dy: [Float]

    init(_ s: RowsShape) {
      var random = RandomValues(seed: 3)
      x = random.floats(s.count, in: -3...3)
      weight = random.floats(s.columns, in: 0.5...1.5)
      bias = random.floats(s.columns)
      dy = random.floats(s.count)
    }
  }

  @Test(arguments: shapes, [false, true]) func matchesTheFormula(_ s: RowsShape, hasBias: Bool) {
    let e = Example(s)
    var y = [Float](repeating: .nan, count: s.count)
    dynamicTanh(
      &y, e.x, factor: a, weight: e.weight, bias: hasBias ? UnsafePointer(e.bias) : nil, rows: s.rows,
      columns: s.columns)
    let expected = e.x.indices.map { i in
      let c = i % s.columns
      return Foundation.tanh(Double(a * e.x[i])) * Double(e.weight[c]) + (hasBias ? Double(e.bias[c]) : 0)
    }
    expectClose(actual: y, expected: expected, units: 8)
  }

  @Test(arguments: shapes, [false, true]) func gradientsMatchTheFormula(_ s: RowsShape, accumulate: Bool) {
    let e = Example(s)
    // What is there before: gradients of parameters are added to it, that of x only with `accumulate`.
    var dx = [Float](repeating: 0.5, count: s.count), dfactor: Float = 2
    var dweight = [Float](repeating: 1, count: s.columns), dbias = [Float](repeating: -1, count: s.columns)
    dynamicTanhBackward(
      dx: &dx, dfactor: &dfactor, dweight: &dweight, dbias: &dbias, e.dy, e.x, factor: a, weight: e.weight,
      rows: s.rows, columns: s.columns, accumulate: accumulate)
    var x: [Double] = [], factor = 2.0
    var weight = [Double](repeating: 1, count: s.columns), bias = [Double](repeating: -1, count: s.columns)
    for i in e.x.indices {
      let c = i % s.columns, t = Foundation.tanh(Double(a) * Double(e.x[i])), dy = Double(e.dy[i])
      let g = dy * Double(e.weight[c]) * (1 - t * t)
      x.append((accumulate ? 0.5 : 0) + g * Double(a))
      factor += g * Double(e.x[i])
      weight[c] += dy * t
      bias[c] += dy
    }
    expectClose(actual: dx, expected: x, units: 16)
    expectClose(actual: [dfactor], expected: [factor], units: 200)
    expectClose(actual: dweight, expected: weight, units: 100)
    expectClose(actual: dbias, expected: bias, units: 100)
  }
}
