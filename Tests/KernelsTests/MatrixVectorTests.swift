import TestSupport
import Testing

@testable import Kernels

/// Sizes of a product with a few rows: rows x inputs and outputs x inputs.
struct RowProductShape: Sendable, CustomTestStringConvertible {
  var rows, inputs, outputs: Int
  init(_ rows: Int, _ inputs: Int, _ outputs: Int) { (self.rows, self.inputs, self.outputs) = (rows, inputs, outputs) }
  var testDescription: String { "\(rows) rows, \(inputs) to \(outputs)" }
}

@Suite struct MatrixVectorTests {
  @Test(
    arguments: [
      RowProductShape(1, 1, 1), RowProductShape(1, 128, 65), RowProductShape(2, 3, 5), RowProductShape(3, 97, 33),
      RowProductShape(4, 16, 16), RowProductShape(5, 33, 17), RowProductShape(9, 257, 31), RowProductShape(16, 15, 99),
      RowProductShape(1, 0, 3),
    ], [false, true])
  func sumsMatchTheNaiveTwin(_ shape: RowProductShape, hasBias: Bool) {
    let e = Example(shape, hasBias: hasBias)
    let stored = e.compute(.store), added = e.compute(.add)
    let naive = e.naive()
    expectClose(actual: stored, expected: naive.values, relativeTo: .terms(naive.sizes), units: 1.5)
    let sums = zip(naive.values, e.old).map { $0 + Double($1) },
      sizes = zip(naive.sizes, e.old).map { $0 + abs(Double($1)) }
    expectClose(actual: added, expected: sums, relativeTo: .terms(sizes), units: 1.5)
  }

  /// The activation is the one of the elementwise kernel, which has its own naive twin.
  @Test(arguments: [(SumEnding.gelu, Elementwise.gelu), (.geluTanh, .geluTanh)])
  func activationsAreThoseOfTheElementwiseKernel(_ ending: SumEnding, _ function: Elementwise) {
    let e = Example(RowProductShape(6, 97, 37), hasBias: true)
    let sums = e.compute(.store)
    let expected = output(sums.count) { elementwise(function, $0, sums, count: sums.count) }
    expectSameBits(actual: e.compute(ending), expected: expected)
  }

  /// Rows go through in fours where there are four.
  @Test(arguments: [SumEnding.store, .add, .gelu]) func aRowHasTheBitsThatItHasAlone(_ ending: SumEnding) {
    let shape = RowProductShape(7, 101, 43), e = Example(shape, hasBias: true)
    let together = e.compute(ending)
    for row in 0..<shape.rows {
      var alone = e
      alone.shape.rows = 1
      alone.x = Array(e.x[row * 101..<(row + 1) * 101])
      alone.old = Array(e.old[row * 43..<(row + 1) * 43])
      expectSameBits(
        actual: Array(together[row * 43..<(row + 1) * 43]), expected: alone.compute(ending), "row \(row)")
    }
  }

  private struct Example {
    var shape: RowProductShape
    var x, weight, old: [Float]
    var bias: [Float]?

    init(_ shape: RowProductShape, hasBias: Bool) {
      self.shape = shape
      var random = RandomValues(seed: 3)
      x = random.floats(shape.rows * shape.inputs)
      weight = random.floats(shape.outputs * shape.inputs)
      old = random.floats(shape.rows * shape.outputs)
      bias = hasBias ? random.floats(shape.outputs) : nil
    }

    func compute(_ ending: SumEnding) -> [Float] {
      func run(_ y: UnsafeMutablePointer<Float>, _ bias: UnsafePointer<Float>?) {
        matrixVector(
          y, x, weight: weight, bias: bias, rows: shape.rows, inputs: shape.inputs, outputs: shape.outputs, then: ending
        )
      }
      return output(startingAs: ending == .add ? old : old.map { _ in .nan }) { y in
        if let bias { run(y, bias) } else { run(y, nil) }
      }
    }

    func naive() -> Naive.Sums {
      Naive.product(
        x, weight, m: shape.rows, n: shape.outputs, k: shape.inputs, transposeA: false, transposeB: true,
        adding: bias.map { bias in (0..<shape.rows).flatMap { _ in bias } })
    }
  }
}
