import Kernels
import Tensors
import Testing
import TestSupport

struct RowLookupTests {
  private static let ids: [[Int32]] = [[3, -1, 3, 0, 2, 3], [0, 0, 1, -1, -1, 1]]

  static let cases: [OperationCase] = [
    OperationCase("addingRows", [[2, 3, 5], [4, 5], [2, 5]]) {
      addingRows(to: $0[0], of: [$0[1], $0[2]], ids: ids, columns: [0, 0])
    },
    OperationCase("addingRows to some columns", [[6, 19], [4, 17], [2, 1]]) {
      addingRows(to: $0[0], of: [$0[1], $0[2]], ids: ids, columns: [2, 0])
    },
    OperationCase("addingRows of a table that is used elsewhere too", [[6, 4], [4, 4]]) {
      matmul(addingRows(to: $0[0], of: [$0[1]], ids: [ids[0]], columns: [0]), $0[1])
    },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func eachIdAddsItsRow() {
    let x = Tensor([3, 2], [10, 20, 30, 40, 50, 60]), table = Tensor([2, 1], [1, 2])
    expectTensor(
      addingRows(to: x, of: [table], ids: [[1, -1, 0]], columns: [1]), matches: [10, 22, 30, 40, 50, 61],
      shape: [3, 2])
  }

  @Test func theGradientOfATableHasOnlyTheRowsThatWereRead() {
    let table = leaf([1000, 2]), x = Tensor.zeros([3, 2])
    let gradients = gradients(of: [table]) {
      (addingRows(to: x, of: [table], ids: [[7, -1, 7]], columns: [0]) * Tensor([3, 2], [1, 2, 3, 4, 5, 6])).sum()
    }
    let rows = gradients.rows(of: table)
    #expect(rows.map(\.ids) == [[7, -1, 7]])
    let dense = gradients[table]!
    #expect(dense.shape == [1000, 2])
    #expect(dense.slice(axis: 0, 7..<8).elements == [6, 8])
    #expect(dense.sum().item == 14)
  }

  @Test func severalSetsKeepTheirRowsInOrder() {
    let table = leaf([9, 1])
    let sets = (0..<3).map { set in
      let gradients = Gradients(of: [table])
      addingRows(to: .zeros([1, 1]), of: [table], ids: [[Int32(set)]], columns: [0]).sum().backward(
        into: gradients, scale: Float(set + 1))
      return gradients
    }
    #expect(Gradients.sum(sets) == 0)
    #expect(sets[0].rows(of: table).map(\.ids) == [[0], [1], [2]])
    #expect(sets[0][table]!.elements == [1, 2, 3, 0, 0, 0, 0, 0, 0])
    #expect(sets[1].rows(of: table).isEmpty)
    sets[0].removeAll()
    #expect(sets[0][table] == nil)
  }
}
