import Kernels
import Layers
import Numerics
import Tensors
import Testing
import TestSupport
import Training

struct RowAdagradTests {
  private func table() -> Parameter {
    let table = Parameter([5, 19], .normal(standardDeviation: 1), role: .memory)
    var generator = RandomGenerator(seed: 1)
    table.initialize(using: &generator)
    return table
  }

  private func gradients(_ table: Parameter, _ ids: [Int32], _ g: Tensor) -> Gradients {
    Tensors.gradients(of: [table]) {
      (addingRows(to: .zeros([ids.count, 19]), of: [table], ids: [ids]) * g).sum()
    }
  }

  @Test func rowsWithAGradientMoveByTheFormula() {
    let table = table(), optimizer = RowAdagrad([NamedParameter(name: "t", parameter: table)], initialSquares: 0.01)
    var w = table.elements.map(Double.init), h = [Double](repeating: 0.01, count: 5)
    for (step, ids) in ([[3, 1, 3, -1], [1, 1, 1, 0]] as [[Int32]]).enumerated() {
      let g = leaf([4, 19], seed: UInt64(step + 7)).detached()
      optimizer.update(gradients(table, ids, g), learningRate: 0.1)
      for row in 0..<5 where ids.contains(Int32(row)) {
        let sum = (0..<19).map { c in
          ids.indices.reduce(0.0) { $0 + (ids[$1] == row ? Double(g.elements[$1 * 19 + c]) : 0) }
        }
        h[row] += sum.reduce(0) { $0 + $1 * $1 } / 19
        for c in 0..<19 { w[row * 19 + c] -= 0.1 * sum[c] / h[row].squareRoot() }
      }
    }
    expectTensor(table, matches: w.map(Float.init), shape: [5, 19], tolerance: 1e-6)
    #expect(Array(w[38..<57]).map(Float.init) == Array(table.elements[38..<57]))  // row 2 was never read
  }

  @Test func theBitsAreTheSameOnAnyNumberOfThreads() {
    let results = [1, 2, 3].map { threads in
      onThreads(threads) {
        let table = Parameter([300, 96], .normal(standardDeviation: 1), role: .memory)
        var generator = RandomGenerator(seed: 1)
        table.initialize(using: &generator)
        let optimizer = RowAdagrad([NamedParameter(name: "t", parameter: table)])
        let ids = (0..<2000).map { Int32($0 * 7919 % 300) }
        let g = leaf([2000, 96]).detached()
        optimizer.update(
          Tensors.gradients(of: [table]) {
            (addingRows(to: .zeros([2000, 96]), of: [table], ids: [ids]) * g).sum()
          }, learningRate: 0.1)
        return table.elements
      }
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }
}
