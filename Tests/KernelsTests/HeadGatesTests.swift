import Foundation
import TestSupport
import Testing

@testable import Kernels

struct HeadGatesTests {
  static let shapes = [RowsShape(1, 1), RowsShape(3, 5), RowsShape(2, 16), RowsShape(63, 17), RowsShape(130, 33)]

  /// Heads, their gates, and a gradient.
  private struct Example {
    let x, gates, dy: [Float]

    init(_ s: RowsShape) {
      var random = RandomValues(seed: 3)
      x = random.floats(s.count)
      gates = random.floats(s.rows, in: -4...4)
      dy = random.floats(s.count)
    }

    func share(_ row: Int) -> Double { 1 / (1 + exp(-Double(gates[row]))) }
  }

  @Test(arguments: shapes) func matchesTheFormula(_ s: RowsShape) {
    let e = Example(s)
    let y = output(s.count) { gateHeads($0, e.x, gates: e.gates, rows: s.rows, columns: s.columns) }
    let expected = e.x.indices.map { Double(e.x[$0]) * e.share($0 / s.columns) }
    expectClose(actual: y.map(Double.init), expected: expected, relativeTo: .each, units: 4)
  }

  /// What is there before is added to where that is asked for, and only there.
  @Test(arguments: shapes, [false, true]) func gradientsMatchTheFormula(_ s: RowsShape, accumulate: Bool) {
    let e = Example(s)
    var dx = [Float](repeating: 0.5, count: s.count), dgates = [Float](repeating: -2, count: s.rows)
    gateHeads(&dx, e.dy, gates: e.gates, rows: s.rows, columns: s.columns, accumulate: accumulate)
    headGatesBackward(&dgates, e.dy, e.x, gates: e.gates, rows: s.rows, columns: s.columns, accumulate: accumulate)
    var x: [Double] = [], gates = [Double](repeating: accumulate ? -2 : 0, count: s.rows)
    for i in e.x.indices {
      let share = e.share(i / s.columns), dy = Double(e.dy[i])
      x.append((accumulate ? 0.5 : 0) + dy * share)
      gates[i / s.columns] += dy * Double(e.x[i]) * share * (1 - share)
    }
    expectClose(actual: dx, expected: x, units: 8)
    expectClose(actual: dgates, expected: gates, units: 32)
  }

  @Test func gatesFarFromZeroAreOpenOrShut() {
    let x: [Float] = [3, -4, 3, -4], gates: [Float] = [1000, -1000]
    #expect(output(4) { gateHeads($0, x, gates: gates, rows: 2, columns: 2) } == [3, -4, 0, 0])
    #expect(output(2) { headGatesBackward($0, x, x, gates: gates, rows: 2, columns: 2) } == [0, 0])
  }
}
