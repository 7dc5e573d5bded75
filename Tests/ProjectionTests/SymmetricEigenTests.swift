import TestSupport
import Testing

@testable import Projection

@Suite struct SymmetricEigenTests {
  @Test func eigenvaluesMatchTheCalculationByHand() {
    #expect(SymmetricEigen([7], size: 1).values == [7])
    #expect(SymmetricEigen([7], size: 1).vectors == [[1]])
    let pair = SymmetricEigen([2, 1, 1, 2], size: 2)
    expectNear(pair.values, [3, 1])
    for vector in pair.vectors { expectNear(vector.map(abs), [0.7071067811865476, 0.7071067811865476]) }
    #expect(pair.vectors[0][0] * pair.vectors[0][1] > 0 && pair.vectors[1][0] * pair.vectors[1][1] < 0)
    // The second differences of three points: 2 + sqrt(2), 2 and 2 - sqrt(2).
    expectNear(
      SymmetricEigen([2, -1, 0, -1, 2, -1, 0, -1, 2], size: 3).values, [3.414213562373095, 2, 0.5857864376269049])
    #expect(SymmetricEigen([1, 0, 0, 0, 3, 0, 0, 0, 2], size: 3).values == [3, 2, 1])
    #expect(SymmetricEigen([Double](repeating: 0, count: 9), size: 3).values == [0, 0, 0])
  }

  @Test func eigenvaluesMatchNumpy() {
    // numpy.linalg.eigvalsh, version 2.4.6
    let a: [Double] = [4, 1, -2, 2, 1, 2, 0, 1, -2, 0, 3, -2, 2, 1, -2, -1]
    expectNear(
      SymmetricEigen(a, size: 4).values,
      [6.844621107234966, 2.2685314064312423, 1.0843644637732177, -2.197516977439427], 1e-14)
    let hilbert = symmetric(6) { 1 / Double($0 + $1 + 1) }
    expectNear(
      SymmetricEigen(hilbert, size: 6).values,
      [
        1.618899858924339, 0.24236087057520933, 0.016321521319875815, 0.000615748354182639, 1.257075712262841e-05,
        1.0827994844532908e-07,
      ], 1e-15)
  }

  @Test(arguments: [2, 3, 5, 17, 64, 97]) func eigenvectorsSatisfyTheirEquation(size: Int) {
    var random = RandomValues(seed: UInt64(size))
    check(symmetric(size) { _, _ in Double(random.float()) }, size)
  }

  @Test func difficultMatricesAreSolvedToo() {
    // Equal eigenvalues, a nearly singular matrix, very different magnitudes, a tridiagonal matrix, and one of rank 1.
    check(symmetric(12) { $0 == $1 ? 3 : 1 }, 12)
    check(symmetric(12) { 1 / Double($0 + $1 + 1) }, 12)
    check(symmetric(14) { i, j in i == j ? tenTo(i) : 1e-3 }, 14)
    check(symmetric(14) { i, j in i == j ? tenTo(13 - i) : 1e-3 }, 14)
    check(symmetric(21) { $0 == $1 ? Double(abs($0 - 10)) : abs($0 - $1) == 1 ? 1 : 0 }, 21)
    check(symmetric(9) { Double($0 + 1) * Double($1 + 1) }, 9)
    for scale in [1e-300, 1e-160, 1e150, 1e300] { check(symmetric(6) { scale / Double($0 + $1 + 1) }, 6) }
  }

  private func tenTo(_ power: Int) -> Double { (0..<power).reduce(1) { value, _ in value * 10 } }

  private func symmetric(_ size: Int, _ entry: (Int, Int) -> Double) -> [Double] {
    var a = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0...i {
        a[i * size + j] = entry(i, j)
        a[j * size + i] = a[i * size + j]
      }
    }
    return a
  }

  /// Checks three properties: A v = lambda v, orthonormal vectors, and falling values whose sum is the trace.
  private func check(_ a: [Double], _ n: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    let eigen = SymmetricEigen(a, size: n)
    let scale = a.map(abs).max()! * Double(n), tolerance = 1e-15 * Double(n)
    #expect(eigen.values.count == n && eigen.vectors.count == n, sourceLocation: sourceLocation)
    for (k, vector) in eigen.vectors.enumerated() {
      for i in 0..<n {
        let product = (0..<n).reduce(0) { $0 + a[i * n + $1] * vector[$1] }
        #expect(abs(product - eigen.values[k] * vector[i]) <= tolerance * scale, sourceLocation: sourceLocation)
      }
      for other in 0...k {
        let dot = zip(vector, eigen.vectors[other]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(dot - (other == k ? 1 : 0)) <= 4 * tolerance, sourceLocation: sourceLocation)
      }
    }
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy(>=), sourceLocation: sourceLocation)
    let trace = (0..<n).reduce(0) { $0 + a[$1 * n + $1] }
    #expect(abs(trace - eigen.values.reduce(0, +)) <= tolerance * scale, sourceLocation: sourceLocation)
  }
}

/// Expects the same count, and values that differ by no more than a few rounding errors.
func expectNear(
  _ actual: [Double], _ expected: [Double], _ tolerance: Double = 1e-15,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let bound = tolerance * max(1, expected.map(abs).max() ?? 0)
  #expect(
    actual.count == expected.count && zip(actual, expected).allSatisfy { abs($0 - $1) <= bound },
    "\(actual), expected \(expected)", sourceLocation: sourceLocation)
}
