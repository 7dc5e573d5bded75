import TestSupport
import Testing

@testable import Kernels

@Suite struct EmbeddingTests {
  /// Seven rows and eleven ids, so some occur more than once.
  private let rowCount = 7
  private let ids: [Int32] = [3, 0, 3, 6, 3, 1, 0, 5, 6, 6, 3]

  @Test(arguments: [1, 5, 16, 33, 97]) func gatherRowsCopiesRows(_ columns: Int) {
    var random = RandomValues(seed: 1)
    let table = random.floats(rowCount * columns)
    let y = output(ids.count * columns) { gatherRows($0, table, ids, count: ids.count, columns: columns) }
    expectSameBits(
      actual: y, expected: ids.flatMap { table[Int($0) * columns..<(Int($0) + 1) * columns] })
  }

  @Test(arguments: [1, 5, 16, 33, 97]) func scatterAddsTheSumOfRepeatedRowsInOrder(_ columns: Int) {
    var random = RandomValues(seed: 2)
    let start = random.floats(rowCount * columns), dy = random.floats(ids.count * columns)
    var sums = [Float](repeating: 0, count: start.count)
    for (i, id) in ids.enumerated() {
      for c in 0..<columns { sums[Int(id) * columns + c] += dy[i * columns + c] }
    }
    let table = output(startingAs: start) { scatterAddRows($0, dy, ids, count: ids.count, columns: columns) }
    expectSameBits(actual: table, expected: zip(start, sums).map { $0 + $1 })
  }

  @Test(arguments: [1, 16, 17]) func aRowThatIsUsedVeryOftenDoesNotDrift(_ columns: Int) {
    let count = 100_003, dy = [Float](repeating: 0.1, count: count * columns)
    let ids = (0..<count).map { Int32($0 % 3 == 0 ? 4 : 2) }
    let table = output(startingAs: [Float](repeating: 0, count: rowCount * columns)) {
      scatterAddRows($0, dy, ids, count: count, columns: columns)
    }
    let tenth = Double(Float(0.1)), expected = [0, 0, 66_668, 0, 33_335, 0, 0].map { $0 * tenth }
    expectClose(
      actual: table, expected: expected.flatMap { [Double](repeating: $0, count: columns) }, relativeTo: .each, units: 3
    )
  }

  @Test func scatterOfNothingChangesNothing() {
    #expect(output(startingAs: [1, 2]) { scatterAddRows($0, [], [], count: 0, columns: 2) } == [1, 2])
  }
}
