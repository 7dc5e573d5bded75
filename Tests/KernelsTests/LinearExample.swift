import TestSupport
import Testing

@testable import Kernels

/// A linear map of some size with everything that can follow it, and its naive reference.
struct LinearExample: Sendable, CustomTestStringConvertible {
  /// The form in which the product reads the weight.
  enum Form: CaseIterable {
    /// Packed, from k x n.
    case packed
    /// Packed, from n x k.
    case packedTransposed
    /// As stored, n x k.
    case stored
  }

  let form: Form
  let naive: Naive.LinearMap
  var testDescription: String { "\(naive.rows) rows, \(naive.k) to \(naive.n), \(form)" }

  init(rows: Int, n: Int, k: Int, _ form: Form) {
    self.form = form
    var random = RandomValues(seed: 1)
    naive = Naive.LinearMap(
      x: random.floats(rows * k), weight: random.floats(n * k), bias: random.floats(n),
      factors: random.floats(rows * n), residual: random.floats(rows * n), rows: rows, n: n, k: k,
      isTransposed: form != .packed)
  }

  /// Sizes below and above every block: microkernel, row block, panel, column block, depth. 65 and 68 columns leave
  /// some columns to dot products if the weight is packed from n x k.
  static let all =
    [
      (1, 1, 1), (2, 3, 5), (17, 33, 97), (205, 65, 300), (801, 68, 300), (205, 420, 300), (13, 530, 600),
      (3, 5, 0), (0, 3, 5),
    ].flatMap { rows, n, k in
      Form.allCases.map { LinearExample(rows: rows, n: n, k: k, $0) }
    }

  /// 1 to 5 rows, and 1 to 16 columns after zero, one or two whole groups of sixteen.
  static let leftovers = (1...5).flatMap { rows in
    (1...16).flatMap { rest in
      Form.allCases.map { LinearExample(rows: rows, n: 16 * (rest % 3) + rest, k: 19, $0) }
    }
  }

  var count: Int { naive.rows * naive.n }

  /// - Parameter body: gets the weight, and the bias or nil.
  func withWeight(hasBias: Bool = false, _ body: (LinearWeight, UnsafePointer<Float>?) -> Void) {
    naive.weight.withUnsafeBufferPointer { weight in
      naive.bias.withUnsafeBufferPointer { bias in
        let start = weight.baseAddress ?? bias.baseAddress!
        let (n, k) = (naive.n, naive.k)
        let form: LinearWeight =
          form == .stored
          ? .stored(start, outputs: n, inputs: k)
          : .packed(PackedMatrix(start, n: n, k: k, transposed: naive.isTransposed))
        withExtendedLifetime(form) { body(form, hasBias ? bias.baseAddress : nil) }
      }
    }
  }

  func linear(hasBias: Bool) -> [Float] {
    output(count) { y in
      withWeight(hasBias: hasBias) { Kernels.linear(y, naive.x, $0, bias: $1, rows: naive.rows) }
    }
  }

  func activated(by activation: Activation, hasBias: Bool) -> [Float] {
    output(count) { y in
      withWeight(hasBias: hasBias) {
        Kernels.linear(y, slopes: nil, naive.x, $0, bias: $1, then: activation, rows: naive.rows)
      }
    }
  }

  func activatedKeepingSlopes(by activation: Activation, hasBias: Bool) -> (y: [Float], slopes: [Float]) {
    var slopes: [Float] = []
    let y = output(count) { y in
      slopes = output(count) { slopes in
        withWeight(hasBias: hasBias) {
          Kernels.linear(y, slopes: slopes, naive.x, $0, bias: $1, then: activation, rows: naive.rows)
        }
      }
    }
    return (y, slopes)
  }

  func gated(by activation: Activation, hasBias: Bool) -> [Float] {
    output(count) { y in
      withWeight(hasBias: hasBias) {
        gatedLinear(y, naive.x, $0, bias: $1, then: activation, times: naive.factors, rows: naive.rows)
      }
    }
  }

  func gatedKeepingSlopes(by activation: Activation, hasBias: Bool) -> (y: [Float], values: [Float], slopes: [Float]) {
    var values: [Float] = [], slopes: [Float] = []
    let y = output(count) { y in
      values = output(count) { values in
        slopes = output(startingAs: naive.factors) { factors in
          withWeight(hasBias: hasBias) {
            gatedLinear(
              y, values: values, naive.x, $0, bias: $1, then: activation, replacingFactors: factors, rows: naive.rows)
          }
        }
      }
    }
    return (y, values, slopes)
  }

  /// The products with the factors and with the residual.
  func linearTimesTwo() -> (y: [Float], others: [Float]) {
    var others: [Float] = []
    let y = output(count) { y in
      others = output(count) { others in
        withWeight { weight, _ in
          gatedLinearBackward(
            y, others, naive.x, weight, slopes: naive.factors, values: naive.residual, rows: naive.rows)
        }
      }
    }
    return (y, others)
  }

  func linearTimesFactors() -> [Float] {
    output(count) { y in
      withWeight { weight, _ in Kernels.linear(y, naive.x, weight, times: naive.factors, rows: naive.rows) }
    }
  }

  func linearAddedToResidual(hasBias: Bool, dropout rate: Float) -> [Float] {
    output(count) { y in
      withWeight(hasBias: hasBias) {
        Kernels.linear(
          y, naive.x, $0, bias: $1, addedTo: naive.residual, dropout: rate, key: Self.key, rows: naive.rows)
      }
    }
  }

  /// The factors of dropout: the result of the kernel `dropout` for ones.
  func mask(rate: Float) -> [Float] {
    let ones = [Float](repeating: 1, count: count)
    return rate == 0 ? ones : output(count) { dropout($0, ones, count: count, rate: rate, key: Self.key) }
  }

  static let key: UInt64 = 0x1234_5678_9ABC_DEF0
}
