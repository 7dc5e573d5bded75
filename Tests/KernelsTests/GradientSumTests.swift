import TestSupport
import Testing

@testable import Kernels

@Suite struct GradientSumTests {
  /// Sums random arrays of the given sizes, each with its number of terms. Returns the terms before and after the sum,
  /// and the sum of the squares.
  private func sum(_ counts: [Int], terms: [Int]) -> (before: [[[Float]]], after: [[[Float]]], squares: Double) {
    var random = RandomValues(seed: 4)
    let before = zip(counts, terms).map { count, terms in (0..<terms).map { _ in random.floats(count, in: -3...3) } }
    let memory = before.map {
      $0.map { term in
        let start = UnsafeMutablePointer<Float>.allocate(capacity: max(1, term.count))
        start.update(from: term, count: term.count)
        return start
      }
    }
    defer { memory.joined().forEach { $0.deallocate() } }
    let squares = sumGradients(memory, counts: counts)
    let after = zip(memory, before).map { starts, terms in
      zip(starts, terms).map { Array(UnsafeBufferPointer(start: $0, count: $1.count)) }
    }
    return (before, after, squares)
  }

  @Test(arguments: [0, 1, 15, 17, 97, 4096, 4097, 10_001]) func squaresMatchTheNaiveReference(_ count: Int) {
    let result = sum([count], terms: [1])
    let expected = result.before[0][0].reduce(0) { $0 + Double($1) * Double($1) }
    expectClose(actual: [result.squares], expected: [expected], relativeTo: .each, units: 1)
    #expect(result.after == result.before)
  }

  @Test func noGradientsHaveASumOfZero() { #expect(sumGradients([], counts: []) == 0) }

  /// Neighbors first, then neighboring sums; the order shows in the last bits.
  @Test(arguments: 1...9) func termsAreAddedInATree(_ terms: Int) {
    func tree(_ values: ArraySlice<Float>) -> Float {
      guard values.count > 1 else { return values[values.startIndex] }
      var half = 1
      while half * 2 < values.count { half *= 2 }
      return tree(values.prefix(half)) + tree(values.dropFirst(half))
    }
    let counts = [1, 17, 4097], result = sum(counts, terms: [terms, terms, terms])
    var squares = 0.0
    for (array, count) in counts.enumerated() {
      let expected = (0..<count).map { i in tree(result.before[array].map { $0[i] }[...]) }
      #expect(result.after[array][0] == expected)
      squares = expected.reduce(squares) { $0 + Double($1) * Double($1) }
    }
    expectClose(actual: [result.squares], expected: [squares], relativeTo: .each, units: 2)
  }

  @Test func arraysCanHaveDifferentNumbersOfTerms() {
    let result = sum([5, 40], terms: [1, 3])
    #expect(result.after[0] == result.before[0])
    let (a, b, c) = (result.before[1][0], result.before[1][1], result.before[1][2])
    let expected: [Float] = (0..<40).map { i in
      let pair = a[i] + b[i]
      return pair + c[i]
    }
    #expect(result.after[1][0] == expected)
  }
}
