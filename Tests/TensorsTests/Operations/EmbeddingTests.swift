import Kernels
import Tensors
import Testing
import TestSupport

struct EmbeddingTests {
  static let cases: [OperationCase] = [
    OperationCase("embedding", [[4, 5]]) { embedding($0[0], ids: [3, 1, 3, 0, 2, 3], shape: [2, 3]) },
    OperationCase("embedding of long rows", [[3, 97]]) { embedding($0[0], ids: [2, 2, 1, 0], shape: [4]) },
    OperationCase("table used for the embedding and the output", [[5, 17]]) {
      linear(embedding($0[0], ids: [4, 0, 4, 1, 2, 3], shape: [6]), weight: $0[0])
    },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func eachIdSelectsItsRow() {
    let table = Tensor([3, 2], [1, 2, 3, 4, 5, 6])
    let y = embedding(table, ids: [2, 0, 2, 1], shape: [2, 2])
    expectTensor(y, matches: [5, 6, 1, 2, 5, 6, 3, 4], shape: [2, 2, 2])
  }

  @Test func gradientsOfOneRowAddUpAndThoseOfUnusedRowsAreZero() {
    let table = leaf([3, 2])
    embedding(table, ids: [2, 0, 2], shape: [3]).backward(Tensor([3, 2], [1, 2, 3, 4, 10, 20]))
    expectTensor(table.gradient!, matches: [3, 4, 0, 0, 11, 22], shape: [3, 2])
  }

  @Test func noIdsGiveNoRows() {
    let table = leaf([3, 2])
    let y = embedding(table, ids: [], shape: [2, 0])
    #expect(y.shape == [2, 0, 2])
    y.backward(.zeros([2, 0, 2]))
    expectTensor(table.gradient!, matches: [0, 0, 0, 0, 0, 0], shape: [3, 2])
  }
}
