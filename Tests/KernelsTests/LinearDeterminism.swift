import TestSupport
import Testing

@testable import Kernels

extension DeterminismCase {
  /// Linear maps, the operations fused with them, and the weight's gradient.
  ///
  /// 65 and 913 columns leave one column to dot products if the weight is packed from n x k. The threads split 1000
  /// rows into many pieces and 205 rows into few. With 13 rows they split the columns, as they always do if the weight
  /// is read as stored.
  static let linearMaps =
    [(1000, 65), (205, 420), (13, 913)].flatMap { rows, n in
      LinearExample.Form.allCases.flatMap { maps(LinearExample(rows: rows, n: n, k: 97, $0)) }
    }
    + maps(LinearExample(rows: 5, n: 331, k: 97, .stored))
    + [(1000, 65), (205, 420), (13, 913)].flatMap { rows, n in
      [false, true].map { isTransposed in
        DeterminismCase("product with a packed matrix, \(rows) x 97 x \(n), transposed: \(isTransposed)") { random in
          let x = random.floats(rows * 97), weight = random.floats(97 * n), start = random.floats(rows * n)
          let packed = PackedMatrix(weight, n: n, k: 97, transposed: isTransposed)
          return withExtendedLifetime(weight) {
            output(startingAs: start) { matrixProduct($0, x, packed, m: rows, accumulate: true) }
          }
        }
      }
    }
    + [100, 577, 801].map { rows in
      DeterminismCase("weight gradient of \(rows) rows") { random in
        let (m, n) = (65, 97)
        let dy = random.floats(rows * m), x = random.floats(rows * n), start = random.floats(m * n)
        return output(m * n) { weightGradient($0, dy, x, rows: rows, m: m, n: n) }
          + output(startingAs: start) { weightGradient($0, dy, x, rows: rows, m: m, n: n, accumulate: true) }
      }
    }

  private static func maps(_ e: LinearExample) -> [DeterminismCase] {
    [
      DeterminismCase("linear, \(e.testDescription)") { _ in e.linear(hasBias: false) + e.linear(hasBias: true) },
      DeterminismCase("linear and activations, \(e.testDescription)") { _ in
        Activation.allCases.flatMap { activation in
          let (y, slopes) = e.activatedKeepingSlopes(by: activation, hasBias: true)
          return y + slopes + e.activated(by: activation, hasBias: false)
        }
      },
      DeterminismCase("linear times factors, \(e.testDescription)") { _ in e.linearTimesFactors() },
      DeterminismCase("linear as a gate, \(e.testDescription)") { _ in
        let (y, values, slopes) = e.gatedKeepingSlopes(by: .silu, hasBias: true), two = e.linearTimesTwo()
        return e.gated(by: .gelu, hasBias: false) + y + values + slopes + two.y + two.others
      },
      DeterminismCase("linear added to a residual, \(e.testDescription)") { _ in
        e.linearAddedToResidual(hasBias: true, dropout: 0) + e.linearAddedToResidual(hasBias: true, dropout: 0.3)
      },
    ]
  }
}
