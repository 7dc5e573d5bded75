import Foundation
import Kernels

extension Naive {
  /// The squared distances of all pairs of rows.
  static func squaredDistances(_ x: [Float], count: Int, width: Int) -> [Double] {
    (0..<count * count).map { pair in
      (0..<width).reduce(0) { sum, c in
        let difference = Double(x[pair / count * width + c]) - Double(x[pair % count * width + c])
        return sum + difference * difference
      }
    }
  }

  /// How likely the other points are neighbors of point i, at the width that results in the given perplexity.
  static func conditionalProbabilities(_ distances: [Double], of i: Int, perplexity: Double) -> [Double] {
    var (low, high) = (-60.0, 60.0)
    var row: [Double] = []
    for _ in 0..<200 {
      let logarithm = (low + high) / 2
      let least = distances.indices.filter { $0 != i }.map { distances[$0] }.min() ?? 0
      let weights = distances.indices.map { $0 == i ? 0 : exp(-exp(logarithm) * (distances[$0] - least)) }
      row = weights.map { $0 / weights.reduce(0, +) }
      if entropy(row) > log(perplexity) { low = logarithm } else { high = logarithm }
    }
    return row
  }

  static func jointProbabilities(_ d: [Double], count: Int, perplexity: Double) -> [Double] {
    let rows = (0..<count).map {
      conditionalProbabilities(Array(d[$0 * count..<($0 + 1) * count]), of: $0, perplexity: perplexity)
    }
    return (0..<count * count).map { pair in
      (rows[pair / count][pair % count] + rows[pair % count][pair / count]) / Double(2 * count)
    }
  }

  static func entropy(_ p: [Double]) -> Double { p.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 } }

  /// The forces on all points of a projection and their divergences, each with the sum of its terms' magnitudes.
  static func studentForces(_ p: [Float], x: [Float], y: [Float])
    -> (pullX: Sums, pullY: Sums, pushX: Sums, pushY: Sums, nearness: Sums, divergences: Sums)
  {
    let n = x.count
    func sums(_ term: (_ p: Double, _ w: Double, _ dx: Double, _ dy: Double) -> Double) -> Sums {
      var result = Sums(values: [], sizes: [])
      for i in 0..<n {
        var (value, size) = (0.0, 0.0)
        for j in 0..<n where j != i {
          let dx = Double(x[i]) - Double(x[j]), dy = Double(y[i]) - Double(y[j])
          let term = term(Double(p[i * n + j]), 1 / (1 + dx * dx + dy * dy), dx, dy)
          value += term
          size += abs(term)
        }
        result.values.append(value)
        result.sizes.append(size)
      }
      return result
    }
    return (
      sums { p, w, dx, _ in p * w * dx }, sums { p, w, _, dy in p * w * dy }, sums { _, w, dx, _ in w * w * dx },
      sums { _, w, _, dy in w * w * dy }, sums { _, w, _, _ in w },
      sums { p, w, _, _ in p > 0 ? p * log(p / w) : 0 }
    )
  }
}
