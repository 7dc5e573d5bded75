import Foundation

// Word vectors: windows of Word2Vec, pairs of GloVe.

extension Naive {
  /// The score of a pair of rows, and the sum of the magnitudes of all its terms.
  struct Scored {
    var value: Double
    var size: Double
  }

  /// x · y.
  static func score(_ x: [Double], _ y: [Double]) -> Scored {
    Scored(value: dot(x, y), size: dot(x.map(abs), y.map(abs)))
  }

  /// log(1 + e^z), for any z.
  static func softplus(_ z: Double) -> Double { max(z, 0) + log1p(exp(-abs(z))) }

  /// The row of a table with the given number.
  static func row(_ table: [Double], _ number: Int32, width: Int) -> [Double] {
    Array(table[Int(number) * width..<(Int(number) + 1) * width])
  }

  /// The mean of some rows of a table.
  static func meanRow(_ table: [Double], _ numbers: [Int32], width: Int) -> [Double] {
    let rows = numbers.map { row(table, $0, width: width) }
    return (0..<width).map { c in rows.reduce(0) { $0 + $1[c] } / Double(rows.count) }
  }

  /// A table whose numbers change, with the sum of the magnitudes of everything added to each.
  struct ChangingTable {
    var values, sizes: [Double]
    let width: Int

    init(_ values: [Float], width: Int) {
      self.values = values.map(Double.init)
      sizes = self.values.map(abs)
      self.width = width
    }

    func row(_ number: Int32) -> [Double] { Naive.row(values, number, width: width) }

    mutating func add(_ x: [Double], times factor: Double, to number: Int32) {
      for c in 0..<width {
        values[Int(number) * width + c] += factor * x[c]
        sizes[Int(number) * width + c] += abs(factor * x[c])
      }
    }
  }

  /// AdaGrad, number by number.
  struct AdaGrad {
    var values, sums: [Double]
    let width: Int

    init(_ values: [Float], sums: [Float], width: Int) {
      (self.values, self.sums, self.width) = (values.map(Double.init), sums.map(Double.init), width)
    }

    mutating func move(_ number: Int32, against step: [Double]) {
      for c in 0..<width {
        let i = Int(number) * width + c
        values[i] -= step[c] / sums[i].squareRoot()
        sums[i] += step[c] * step[c]
      }
    }
  }
}
