import Numerics
import TestSupport
import Testing

@testable import Kernels

/// Equal terms are the worst case: a plain running sum always rounds them in the same direction.
@Suite struct LongSumTests {
  private static let tenth = Double(Float(0.1))

  /// Around the block of 256 contiguous numbers, or of sixteen rows, and far beyond.
  private static let counts = [15, 16, 17, 255, 256, 257, 300, 4097, 70_001]

  private func tenths(_ count: Int) -> [Float] { [Float](repeating: 0.1, count: count) }

  /// Half a unit in the last place of a sum of positive terms is 6e-8; see `LongSum` for the 14.5 of them.
  private func expectNoDrift(_ sums: [Float], _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation) {
    for sum in sums {
      #expect(abs(Double(sum) - expected) < 8.7e-7 * expected, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: counts + [1_000_003, 10_000_000]) func sumsOfNeighborsDoNotDrift(_ count: Int) {
    let sums = output(1) { sum($0, tenths(count), outer: 1, reduced: count, inner: 1) }
    expectNoDrift(sums, Double(count) * Self.tenth)
  }

  @Test(arguments: counts + [1_000_003], [2, 16, 19]) func sumsOfRowsDoNotDrift(_ count: Int, columns: Int) {
    let sums = output(columns) { sum($0, tenths(count * columns), outer: 1, reduced: count, inner: columns) }
    expectNoDrift(sums, Double(count) * Self.tenth)
  }

  @Test(arguments: counts + [1_000_003]) func dotProductsAndLengthsDoNotDrift(_ count: Int) {
    let x = tenths(count), expected = Double(count) * Self.tenth * Self.tenth
    expectNoDrift([dot(x, x, count)], expected)
    expectNoDrift(output(1) { rowLengths($0, x, rows: 1, columns: count) }, expected.squareRoot())
    var squares = 0.0
    _ = output(startingAs: x) { squares = sumGradients([[$0]], counts: [count]) }
    expectNoDrift([Float(squares)], expected)
    let points = x + [Float](repeating: 0, count: count)
    let distances = output(4) { squaredDistances($0, points, count: 2, width: count) }
    expectNoDrift([distances[1], distances[2]], expected)
  }

  /// Softmax of equal numbers, whose exponentials are all 1, would add up integers: these are e^-0.7 and 1.
  @Test(arguments: counts + [1_000_003], [1, 2]) func sumsOfExponentialsDoNotDrift(_ count: Int, inner: Int) {
    let x = (0..<count * inner).map { $0 < inner ? 0 : Float(-0.7) }
    let total = 1 + Double(count - 1) * 0.496_585_309_711_167_7
    let y = output(x.count) { softmax($0, x, outer: 1, size: count, inner: inner) }
    expectNoDrift([1 / y[0]], total)
    let sums = output(inner) { logSumExp($0, x, outer: 1, size: count, inner: inner) }
    expectClose(actual: sums, expected: [Double](repeating: Double(log(Float(total))), count: inner), units: 6)
  }

  /// Each term is in a block of its own, so what rounding added to one block would be used in the next.
  @Test(arguments: [1, 3]) func longSumsKeepInfinitiesAndNaN(_ inner: Int) {
    let count = 2000
    func total(_ special: [Int: Float]) -> [Float] {
      let x = (0..<count * inner).map { special[$0 / inner] ?? 1 }
      return output(inner) { sum($0, x, outer: 1, reduced: count, inner: inner) }
    }
    #expect(total([3: .infinity]).allSatisfy { $0 == .infinity })
    #expect(total([3: .infinity, 700: .infinity, 1999: -5]).allSatisfy { $0 == .infinity })
    #expect(total([1500: -.infinity]).allSatisfy { $0 == -.infinity })
    #expect(total([3: .infinity, 1500: -.infinity]).allSatisfy { $0.isNaN })
    #expect(total([3: .nan]).allSatisfy { $0.isNaN })
    let huge = [0: Float.greatestFiniteMagnitude, 500: .greatestFiniteMagnitude, 1000: .greatestFiniteMagnitude]
    #expect(total(huge).allSatisfy { $0 == .infinity })
  }

  @Test func whatRoundingTakesIsGivenBack() {
    var long = LongSum()
    long.add(Lanes(repeating: 0x1p24))
    for _ in 0..<100 { long.add(Lanes(repeating: 1)) }
    #expect(long.lanes == Lanes(repeating: 0x1p24 + 100))
  }
}
