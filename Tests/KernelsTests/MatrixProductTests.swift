import TestSupport
import Testing

@testable import Kernels

/// Sizes of one product: C is m x n, and k terms are summed.
struct ProductShape: Sendable, CustomTestStringConvertible {
  var m, n, k: Int
  init(_ m: Int, _ n: Int, _ k: Int) { (self.m, self.n, self.k) = (m, n, k) }
  var testDescription: String { "\(m) x \(n) x \(k)" }
}

/// The four ways to store the operands.
let transpositions = [(a: false, b: false), (false, true), (true, false), (true, true)]

@Suite struct MatrixProductTests {
  @Test(
    arguments: [
      ProductShape(1, 1, 1), ProductShape(2, 3, 5), ProductShape(17, 33, 97), ProductShape(13, 31, 257),
      ProductShape(100, 65, 300), ProductShape(12, 32, 256), ProductShape(97, 16, 513), ProductShape(3, 5, 0),
      ProductShape(0, 3, 5), ProductShape(3, 0, 5),
      // Above every block: rows and columns far apart in memory, more rows than a row block, panels packed in advance,
      // and last columns as dot products.
      ProductShape(530, 40, 21), ProductShape(23, 530, 40), ProductShape(801, 65, 35), ProductShape(205, 420, 300),
      ProductShape(7, 20, 600), ProductShape(30, 68, 19),
    ], [false, true])
  func matrixProductMatchesTheNaiveReference(_ shape: ProductShape, accumulate: Bool) {
    var random = RandomValues(seed: 1)
    let (m, n, k) = (shape.m, shape.n, shape.k)
    let a = random.floats(m * k), b = random.floats(k * n), start = random.floats(m * n)
    for (transposeA, transposeB) in transpositions {
      let c = output(startingAs: accumulate ? start : start.map { _ in .nan }) {
        matrixProduct(
          $0, a, b, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB, accumulate: accumulate)
      }
      let naive = Naive.product(
        a, b, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB,
        adding: accumulate ? start : nil)
      expectClose(
        actual: c, expected: naive.values, relativeTo: .terms(naive.sizes), units: 2,
        "transposed: \(transposeA), \(transposeB)")
      if !transposeA {
        let packed = output(startingAs: accumulate ? start : start.map { _ in .nan }) { c in
          b.withUnsafeBufferPointer { b in
            let b = PackedMatrix(b.baseAddress!, n: n, k: k, transposed: transposeB)
            matrixProduct(c, a, b, m: m, accumulate: accumulate)
          }
        }
        expectSameBits(actual: packed, expected: c, "packed, transposed: \(transposeB)")
      }
    }
  }

  /// Depths of one, two and three stretches. The columns fill a part of a panel, or more than a column block; there are
  /// more rows than a microkernel has, and in the last case dot products at the end.
  @Test(
    arguments: [
      ProductShape(3, 2, deepest), ProductShape(3, 2, deepest + 1), ProductShape(17, 33, 2 * deepest),
      ProductShape(2, 390, 2 * deepest + 500), ProductShape(2, 18, deepest + 193), ProductShape(1, 1, 1_000_003),
    ], [false, true])
  func veryDeepProductsDoNotDrift(_ shape: ProductShape, accumulate: Bool) {
    let (m, n, k) = (shape.m, shape.n, shape.k), terms = Double(k) * Double(Float(0.1)) * Double(Float(0.1))
    let a = [Float](repeating: 0.1, count: m * k), b = [Float](repeating: 0.1, count: k * n)
    let start = (0..<m * n).map { Float($0) }
    for (transposeA, transposeB) in transpositions {
      let c = output(startingAs: accumulate ? start : start.map { _ in .nan }) {
        matrixProduct(
          $0, a, b, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB, accumulate: accumulate)
      }
      expectClose(
        actual: c, expected: start.map { terms + (accumulate ? Double($0) : 0) }, relativeTo: .each, units: 16,
        "transposed: \(transposeA), \(transposeB)")
    }
  }

  @Test func veryDeepProductsMatchTheNaiveReference() {
    var random = RandomValues(seed: 6)
    let (m, n, k) = (13, 35, 2 * deepest + 77), a = random.floats(m * k), b = random.floats(k * n)
    let c = output(m * n) { matrixProduct($0, a, b, m: m, n: n, k: k) }
    let naive = Naive.product(a, b, m: m, n: n, k: k, transposeA: false, transposeB: false, adding: nil)
    expectClose(actual: c, expected: naive.values, relativeTo: .terms(naive.sizes), units: 0.5)
  }

  @Test func veryDeepProductsKeepInfinities() {
    let k = 3 * deepest
    var a = [Float](repeating: 1, count: 2 * k)
    a[5] = .infinity
    a[k + 5] = .infinity
    a[k + 2 * deepest + 5] = -.infinity
    let c = output(2) { matrixProduct($0, a, [Float](repeating: 1, count: k), m: 2, n: 1, k: k) }
    #expect(c[0] == .infinity && c[1].isNaN)
  }

  /// In a batch the threads split the matrices instead of the rows, which must not change a sum.
  @Test(
    arguments: [
      ProductShape(2, 3, 5), ProductShape(17, 33, 97), ProductShape(13, 31, 257), ProductShape(97, 5, 3),
      ProductShape(2, 3, 0),
    ], [0, 1, 3])
  func batchHasTheBitsOfSingleProducts(_ shape: ProductShape, count: Int) {
    var random = RandomValues(seed: 2)
    let (m, n, k) = (shape.m, shape.n, shape.k)
    let a = random.floats(count * m * k), b = random.floats(count * k * n),
      start = random.floats(count * m * n)
    for (transposeA, transposeB) in transpositions {
      for accumulate in [false, true] {
        let initial = accumulate ? start : start.map { _ in .nan }
        let batch = output(startingAs: initial) {
          batchedMatrixProduct(
            $0, a, b, count: count, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB,
            accumulate: accumulate)
        }
        var singles: [Float] = []
        for i in 0..<count {
          singles += output(startingAs: part(i, m * n, of: initial)) {
            matrixProduct(
              $0, part(i, m * k, of: a), part(i, k * n, of: b), m: m, n: n, k: k, transposeA: transposeA,
              transposeB: transposeB, accumulate: accumulate)
          }
        }
        expectSameBits(actual: batch, expected: singles, "\(transposeA), \(transposeB), \(accumulate)")
      }
    }
  }

  @Test(arguments: [
    ProductShape(2, 3, 5), ProductShape(17, 33, 97), ProductShape(97, 5, 3), ProductShape(2, 3, 0),
    ProductShape(0, 3, 5),
  ])
  func selectedPairsHaveTheBitsOfSingleProducts(_ shape: ProductShape) {
    var random = RandomValues(seed: 3)
    let (m, n, k) = (shape.m, shape.n, shape.k)
    let a = random.floats(2 * m * k), b = random.floats(3 * k * n)
    let pairs: [(a: Int, b: Int)] = [(1, 2), (0, 0), (1, 0), (0, 2), (1, 2)]
    for (transposeA, transposeB) in transpositions {
      let selected = output(pairs.count * m * n) {
        batchedMatrixProduct(
          $0, a, b, pairs: pairs, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB)
      }
      let singles = pairs.flatMap { pair in
        output(m * n) {
          matrixProduct(
            $0, part(pair.a, m * k, of: a), part(pair.b, k * n, of: b), m: m, n: n, k: k, transposeA: transposeA,
            transposeB: transposeB)
        }
      }
      expectSameBits(actual: selected, expected: singles, "\(transposeA), \(transposeB)")
    }
  }

  /// Packing pads B with zeros after its last column, and zero times infinity would be NaN.
  @Test func infinitiesStayInTheirRowsAndColumns() {
    let a: [Float] = [1, .infinity, 2, 3], b: [Float] = [1, 2, 3, 4, 5, 6]
    let c = output(6) { matrixProduct($0, a, b, m: 2, n: 3, k: 2) }
    #expect(c == [.infinity, .infinity, .infinity, 14, 19, 24])
  }

  private func part(_ i: Int, _ size: Int, of array: [Float]) -> [Float] {
    Array(array[i * size..<(i + 1) * size])
  }
}
