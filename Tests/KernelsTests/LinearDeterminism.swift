import TestSupport
import Testing

@testable import Kernels

extension DeterminismCase {
  /// Products with a packed weight, what is fused with them, and the weight's gradient.
  ///
  /// 65 and 913 columns leave one to dot products where the weight is stored transposed; 1000 rows are shared out in many
  /// pieces, 205 in few; of 13 rows the columns are.
  static let linearMaps =
    [(1000, 65), (205, 420), (13, 913)].flatMap { rows, n in
      [false, true].flatMap { isTransposed in
        maps(LinearExample(rows: rows, n: n, k: 97, isTransposed: isTransposed))
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
      DeterminismCase("product with a packed matrix, \(e.testDescription)") { random in
        output(startingAs: random.floats(e.count)) { y in
          e.withWeight { weight, _ in matrixProduct(y, e.naive.x, weight, m: e.naive.rows, accumulate: true) }
        }
      },
      DeterminismCase("linear, \(e.testDescription)") { _ in e.linear(hasBias: false) + e.linear(hasBias: true) },
      DeterminismCase("linear and GELU, \(e.testDescription)") { _ in
        [false, true].flatMap { byTanh in
          let (y, slopes) = e.linearGELU(hasBias: true, byTanh: byTanh)
          return y + slopes
        }
      },
      DeterminismCase("linear times factors, \(e.testDescription)") { _ in e.linearTimesFactors() },
      DeterminismCase("linear added to a residual, \(e.testDescription)") { _ in
        e.linearAddedToResidual(hasBias: true, dropout: 0) + e.linearAddedToResidual(hasBias: true, dropout: 0.3)
      },
    ]
  }
}
