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

  @Test(arguments: [1, 5, 16, 33, 97]) func scatterAddsRepeatedRowsInOrder(_ columns: Int) {
    var random = RandomValues(seed: 2)
    let start = random.floats(rowCount * columns), dy = random.floats(ids.count * columns)
    var expected = start
    for (i, id) in ids.enumerated() {
      for c in 0..<columns { expected[Int(id) * columns + c] += dy[i * columns + c] }
    }
    let table = output(startingAs: start) { scatterAddRows($0, dy, ids, count: ids.count, columns: columns) }
    expectSameBits(actual: table, expected: expected)
  }
}
