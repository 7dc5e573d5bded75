import Layers
import Numerics
import Tensors
import Testing
import TestSupport

struct NGramMemoryTests {
  private func memory(longest: Int = 3, rowBits: Int = 10, dropout: Float = 0) -> NGramMemory {
    let memory = NGramMemory(width: 4, .init(longest: longest, rowBits: rowBits, width: 4, dropout: dropout))
    memory.initialize(seed: 1)
    return memory
  }

  /// Fills the tables with numbers that differ from row to row.
  private func fillTables(_ memory: NGramMemory) {
    for (order, table) in memory.tables.enumerated() {
      for row in 0..<table.shape[0] {
        for c in 0..<4 { table.data[row * 4 + c] = Float(row + 1) + Float(order) * 10_000 }
      }
    }
  }

  private func recalled(_ memory: NGramMemory, _ ids: [Int32], before: [ArraySlice<Int32>] = []) -> [Float] {
    var pass = ForwardPass.evaluation
    return memory(.zeros([1, ids.count, 4]), ids, batchSize: 1, before: before, &pass).elements
  }

  @Test func theParametersAreATablePerOrderAndAMark() {
    #expect(
      memory().namedParameters.map { "\($0.name) \($0.parameter.shape)" } == [
        "2 (2048, 4)", "3 (2048, 4)", "own (2, 4)",
      ])
  }

  @Test func anEmptyMemoryAddsNothing() {
    #expect(recalled(memory(), [1, 2, 3, 1, 2]).allSatisfy { $0 == 0 })
  }

  @Test func equalNGramsHaveEqualRowsAndTheStartOfATextHasNone() {
    let memory = memory()
    fillTables(memory)
    let y = recalled(memory, [1, 2, 3, 9, 1, 2, 3])
    #expect(y[0..<4].allSatisfy { $0 == 0 })  // one token is no bigram
    #expect(y[4..<8] != y[8..<12])
    // The same bigram, but only the second time with a trigram.
    #expect(y[20] - y[4] > 9_000)
    #expect(y[8..<12] == y[24..<28])  // the same trigram
  }

  @Test func whatCameBeforeCounts() {
    let memory = memory()
    fillTables(memory)
    let whole = recalled(memory, [5, 6, 1, 2])
    #expect(recalled(memory, [1, 2], before: [[5, 6]]) == Array(whole[8...]))
    #expect(recalled(memory, [1, 2]) != Array(whole[8...]))
  }

  @Test func aRowThatOnlyOneTableKnowsCountsWhole() {
    let memory = memory(longest: 2)
    let rows = memory.tables[0].shape[0] / 2
    fillTables(memory)
    let both = recalled(memory, [1, 2])[4]
    for i in 0..<rows * 4 { memory.tables[0].data[i] = 0 }
    let second = recalled(memory, [1, 2])[4]
    #expect(both == second - Float(rows) / 2)  // the mean of row r and row r + rows
  }

  @Test func inTrainingAPlaceMovesOnlyItsOwnTable() {
    let memory = memory(longest: 2)
    let rows = memory.tables[0].shape[0] / 2
    for (start, ownHalf) in [(0, 0..<rows), (1024, rows..<2 * rows), (2048, 0..<rows)] {
      var touched: Set<Int32> = []
      for seed in 0..<20 {
        var pass = ForwardPass.training(RandomGenerator(seed: UInt64(seed)))
        pass.starts = [start]
        let gradients = gradients(of: memory.parameters) {
          memory(.zeros([1, 3, 4]), [1, 2, 3], batchSize: 1, &pass).sum()
        }
        touched.formUnion(gradients.rows(of: memory.tables[0]).flatMap(\.ids).filter { $0 >= 0 })
      }
      #expect(touched.count == 2)
      #expect(touched.allSatisfy { ownHalf.contains(Int($0)) })
    }
  }

  @Test func dropoutLeavesOutLookups() {
    func lookups(_ dropout: Float) -> Int {
      let memory = memory(longest: 2, dropout: dropout)
      var count = 0
      for seed in 0..<200 {
        var pass = ForwardPass.training(RandomGenerator(seed: UInt64(seed)))
        let gradients = gradients(of: memory.parameters) {
          memory(.zeros([1, 2, 4]), [1, 2], batchSize: 1, &pass).sum()
        }
        count += gradients.rows(of: memory.tables[0]).flatMap(\.ids).count { $0 >= 0 }
      }
      return count
    }
    // Half of the lookups that are left read the place's own table.
    #expect((75...125).contains(lookups(0)))
    #expect((5...40).contains(lookups(0.8)))
  }
}
