/// Naive references for the kernels: plain loops in double precision, written to be obviously correct.
///
/// Each takes floats, as the kernel does, and returns the numbers that the kernel should come close to.
enum Naive {
  /// Results that are sums, and the sums of their terms' magnitudes, to which rounding errors are proportional.
  struct Sums {
    var values: [Double]
    var sizes: [Double]
  }

  /// C = A B, or C += A B; A is m x k or, transposed, k x m; B is k x n or, transposed, n x k.
  static func product(
    _ a: [Float], _ b: [Float], m: Int, n: Int, k: Int, transposeA: Bool, transposeB: Bool, adding c: [Float]?
  ) -> Sums {
    var result = Sums(values: [], sizes: [])
    for row in 0..<m {
      for column in 0..<n {
        let start = Double(c?[row * n + column] ?? 0)
        var (value, size) = (start, abs(start))
        for p in 0..<k {
          let term =
            Double(a[transposeA ? p * m + row : row * k + p])
            * Double(b[transposeB ? column * k + p : p * n + column])
          value += term
          size += abs(term)
        }
        result.values.append(value)
        result.sizes.append(size)
      }
    }
    return result
  }

  /// The sums of x[o, r, i] over r, times a factor.
  static func sum(_ x: [Float], outer: Int, reduced: Int, inner: Int, scale: Double, adding y: [Float]?)
    -> Sums
  {
    var result = Sums(values: [], sizes: [])
    for o in 0..<outer {
      for i in 0..<inner {
        let start = Double(y?[o * inner + i] ?? 0)
        var (value, size) = (start, abs(start))
        for r in 0..<reduced {
          let term = Double(x[(o * reduced + r) * inner + i]) * scale
          value += term
          size += abs(term)
        }
        result.values.append(value)
        result.sizes.append(size)
      }
    }
    return result
  }

  /// The sums of x[o, s, i] over s <= r, or over s >= r if reversed.
  static func cumulativeSum(_ x: [Float], outer: Int, size: Int, inner: Int, reversed: Bool) -> Sums {
    var result = Sums(values: x.map(Double.init), sizes: x.map { Double(abs($0)) })
    for o in 0..<outer {
      for i in 0..<inner {
        for s in 1..<max(1, size) {
          let r = reversed ? size - 1 - s : s, place = (o * size + r) * inner + i
          let before = place + (reversed ? inner : -inner)
          result.values[place] += result.values[before]
          result.sizes[place] += result.sizes[before]
        }
      }
    }
    return result
  }

  /// Calls `body` with each index of an array of the given shape, in order.
  static func forEachIndex(_ shape: [Int], _ body: ([Int]) -> Void) {
    guard let first = shape.first else { return body([]) }
    for i in 0..<first { forEachIndex(Array(shape.dropFirst())) { body([i] + $0) } }
  }

  /// The position in memory of the element with the given index.
  static func position(_ index: [Int], _ strides: [Int]) -> Int {
    zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The slopes of a function at x, by central differences.
  static func slopes(of f: ([Double]) -> Double, at x: [Double]) -> [Double] {
    x.indices.map { i in
      var (below, above) = (x, x)
      below[i] -= 1e-5
      above[i] += 1e-5
      return (f(above) - f(below)) / (above[i] - below[i])
    }
  }
}
