import Kernels
import Tensors
import Testing
import TestSupport

struct SparseProductTests {
  /// Seven texts over eleven words; one text is empty, one word never occurs, and some values are not counts.
  private static var vectors: SparseRows {
    SparseRows(
      columnCount: 11, starts: [0, 3, 4, 4, 9, 11, 12, 16],
      columns: [0, 3, 7, 3, 1, 2, 3, 8, 10, 5, 9, 0, 1, 3, 4, 10],
      values: [1, 2, 1, 0.5, 1, 1, 3, 1, 1, -0.75, 2, 1, 1, 0.25, 1, 4])
  }

  static let cases: [OperationCase] = [
    OperationCase("sparse product", [[11, 3]]) { sparseProduct(vectors, $0[0]) },
    OperationCase("sparse product with one class", [[11, 1]]) { sparseProduct(vectors, $0[0]) },
    OperationCase("sparse product used twice", [[11, 5]]) {
      sparseProduct(vectors, $0[0]) * sparseProduct(vectors, $0[0])
    },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func rowsOfTheWeightAreSummed() {
    let x = SparseRows(columnCount: 3, starts: [0, 1, 3], columns: [1, 0, 2], values: [2, 1, 3])
    let w = Tensor([3, 2], [10, 1, 20, 2, 30, 3])
    expectTensor(sparseProduct(x, w), matches: [40, 4, 100, 10], shape: [2, 2])
  }

  @Test func gradientsAddToExistingOnes() {
    let x = SparseRows(columnCount: 3, starts: [0, 1, 3], columns: [1, 0, 2], values: [2, 1, 3])
    let w = leaf([3, 1])
    sparseProduct(x, w).backward(Tensor([2, 1], [1, 10]))
    sparseProduct(x, w).backward(Tensor([2, 1], [1, 10]))
    expectTensor(w.gradient!, matches: [20, 4, 60], shape: [3, 1])
  }

  @Test func incompatibleShapesStopTheProgram() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let x = SparseRows(columnCount: 3, starts: [0, 0, 0], columns: [], values: [])
      _ = sparseProduct(x, Tensor.ones([2, 5]))
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: sparseProduct: shapes (2, 3) and (2, 5) are incompatible\n"))
  }
}
