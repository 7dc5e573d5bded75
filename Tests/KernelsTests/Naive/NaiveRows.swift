import Foundation
import Kernels

// Softmax, cross entropy and layer norm: kernels that work row by row.

extension Naive {
  /// The results of `body` for the rows, joined in order.
  static func rows(_ x: [Double], columns: Int, _ body: (_ row: Int, _ x: [Double]) -> [Double]) -> [Double] {
    (0..<x.count / columns).flatMap { body($0, Array(x[$0 * columns..<($0 + 1) * columns])) }
  }

  static func logSumExp(_ row: [Double]) -> Double {
    let largest = row.max()!
    return largest + log(row.reduce(0) { $0 + exp($1 - largest) })
  }

  static func softmax(_ row: [Double]) -> [Double] {
    let shift = logSumExp(row)
    return row.map { exp($0 - shift) }
  }

  static func logSoftmax(_ row: [Double]) -> [Double] {
    let shift = logSumExp(row)
    return row.map { $0 - shift }
  }

  static func softmaxBackward(_ dy: [Double], _ x: [Double]) -> [Double] {
    let y = softmax(x)
    let total = dot(y, dy)
    return y.indices.map { y[$0] * (dy[$0] - total) }
  }

  static func logSoftmaxBackward(_ dy: [Double], _ x: [Double]) -> [Double] {
    let y = softmax(x)
    let total = dy.reduce(0, +)
    return y.indices.map { dy[$0] - y[$0] * total }
  }

  /// The mean of the counted rows' losses.
  static func crossEntropy(_ logits: [Double], _ targets: [Int32], columns: Int) -> Double {
    var losses: [Double] = []
    for (row, target) in targets.enumerated() where target >= 0 {
      losses.append(-logSoftmax(Array(logits[row * columns..<(row + 1) * columns]))[Int(target)])
    }
    return losses.isEmpty ? 0 : losses.reduce(0, +) / Double(losses.count)
  }

  static func crossEntropyBackward(
    _ logits: [Double], _ targets: [Int32], columns: Int, scale: Double
  ) -> [Double] {
    rows(logits, columns: columns) { row, x in
      guard targets[row] >= 0 else { return x.map { _ in 0 } }
      var gradient = softmax(x).map { $0 * scale }
      gradient[Int(targets[row])] -= scale
      return gradient
    }
  }

  /// A row's mean and 1 / sqrt(variance + epsilon).
  static func moments(_ row: [Double], epsilon: Double) -> (mean: Double, rstd: Double) {
    let mean = row.reduce(0, +) / Double(row.count)
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
    return (mean, 1 / (variance + epsilon).squareRoot())
  }

  static func layerNorm(_ row: [Double], weight: [Double], bias: [Double]?, epsilon: Double) -> [Double] {
    let (mean, rstd) = moments(row, epsilon: epsilon)
    return row.indices.map { (row[$0] - mean) * rstd * weight[$0] + (bias?[$0] ?? 0) }
  }

  /// One row's gradients, and the magnitude of the largest term of dx: in rows of two numbers the terms nearly cancel.
  ///
  /// The caller sums those of the weight and the bias over the rows.
  static func layerNormBackward(
    _ dy: [Double], _ row: [Double], weight: [Double], epsilon: Double
  ) -> (dx: [Double], size: Double, dweight: [Double], dbias: [Double]) {
    let (mean, rstd) = moments(row, epsilon: epsilon)
    let normal = row.map { ($0 - mean) * rstd }
    let g = row.indices.map { dy[$0] * weight[$0] }
    let meanG = g.reduce(0, +) / Double(row.count), meanGN = dot(g, normal) / Double(row.count)
    return (
      row.indices.map { rstd * (g[$0] - meanG - normal[$0] * meanGN) },
      rstd * row.indices.map { abs(g[$0]) + abs(meanG) + abs(normal[$0] * meanGN) }.max()!,
      row.indices.map { dy[$0] * normal[$0] }, dy
    )
  }

  static func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
}

extension Naive {
  /// The Euclidean length of each row.
  static func rowLengths(_ x: [Float], rows: Int, columns: Int) -> [Double] {
    (0..<rows).map { row in
      x[row * columns..<(row + 1) * columns].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
  }

  /// The largest number of each row, and the column where it first occurs.
  static func largestInRows(_ x: [Float], rows: Int, columns: Int) -> (values: [Float], places: [Int32]) {
    let rows = (0..<rows).map { Array(x[$0 * columns..<($0 + 1) * columns]) }
    let values = rows.map { $0.max()! }
    return (values, zip(rows, values).map { Int32($0.firstIndex(of: $1)!) })
  }
}
