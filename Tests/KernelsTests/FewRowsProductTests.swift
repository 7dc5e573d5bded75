import TestSupport
import Testing

@testable import Kernels

@Suite struct FewRowsProductTests {
  /// Rows are processed four at a time if there are four; this must not affect the results.
  @Test(arguments: [1, 15, 16, 43]) func aRowHasTheSameBitsAloneAndWithOthers(outputs: Int) {
    let rows = 7, inputs = 101
    var random = RandomValues(seed: 3)
    let x = random.floats(rows * inputs), weight = random.floats(outputs * inputs), bias = random.floats(outputs)
    let others = random.floats(rows * outputs)

    /// The results of each kernel for some rows, by name.
    func results(_ range: Range<Int>) -> [(name: String, y: [Float])] {
      let x = Array(x[range.lowerBound * inputs..<range.upperBound * inputs])
      let others = Array(others[range.lowerBound * outputs..<range.upperBound * outputs])
      func run(_ body: (UnsafeMutablePointer<Float>, LinearWeight) -> Void) -> [Float] {
        weight.withUnsafeBufferPointer { weight in
          output(others.count) { body($0, .stored(weight.baseAddress!, outputs: outputs, inputs: inputs)) }
        }
      }
      return [
        ("sum", run { linear($0, x, $1, bias: nil, rows: range.count) }),
        ("bias", run { linear($0, x, $1, bias: bias, rows: range.count) }),
        ("factors", run { linear($0, x, $1, times: others, rows: range.count) }),
        ("residual", run { linear($0, x, $1, bias: bias, addedTo: others, dropout: 0, key: 0, rows: range.count) }),
      ]
        + Activation.allCases.map { activation in
          (
            activation.rawValue,
            run { linear($0, slopes: nil, x, $1, bias: bias, then: activation, rows: range.count) }
          )
        }
    }

    let together = results(0..<rows)
    for row in 0..<rows {
      for (alone, all) in zip(results(row..<row + 1), together) {
        expectSameBits(
          actual: alone.y, expected: Array(all.y[row * outputs..<(row + 1) * outputs]), "\(alone.name), row \(row)")
      }
    }
  }

  @Test(arguments: [8193, 8207, 1_000_003]) func veryLongSumsDoNotDrift(_ inputs: Int) {
    let rows = 5, outputs = 3, x = [Float](repeating: 0.1, count: rows * inputs)
    let weight = [Float](repeating: 0.1, count: outputs * inputs), bias: [Float] = [1, 2, 3]
    let y = output(rows * outputs) {
      let y = $0
      weight.withUnsafeBufferPointer {
        linear(y, x, .stored($0.baseAddress!, outputs: outputs, inputs: inputs), bias: bias, rows: rows)
      }
    }
    let sum = Double(inputs) * Double(Float(0.1)) * Double(Float(0.1))
    expectClose(
      actual: y, expected: (0..<rows * outputs).map { sum + Double(bias[$0 % outputs]) }, relativeTo: .each, units: 6)
  }
}
