import Tensors
import TestSupport
import Testing

struct SoftmaxTests {
  static let cases: [OperationCase] = [
    OperationCase("softmax", [[2, 3, 5]]) { $0[0].softmax() },
    OperationCase("softmax of long rows", [[3, 97]]) { $0[0].softmax() },
    OperationCase("logSoftmax", [[2, 3, 5]]) { $0[0].logSoftmax() },
    OperationCase("logSoftmax of long rows", [[3, 97]]) { $0[0].logSoftmax() },
    OperationCase("softmax of axis 0", [[5, 3]]) { $0[0].softmax(axis: 0) },
    OperationCase("softmax of axis 1", [[2, 5, 19]]) { $0[0].softmax(axis: 1) },
    OperationCase("logSoftmax of axis -3", [[5, 2, 3]]) { $0[0].logSoftmax(axis: -3) },
    OperationCase("logSoftmax of axis 1", [[2, 5, 19]]) { $0[0].logSoftmax(axis: 1) },
    OperationCase("logSumExp", [[3, 97]]) { $0[0].logSumExp() },
    OperationCase("logSumExp of axis 1", [[2, 5, 19]]) { $0[0].logSumExp(axis: 1) },
    OperationCase("logSumExp of axis 0, kept", [[5, 3]]) { $0[0].logSumExp(axis: 0, keepAxis: true) },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients(tolerance: 1e-4) }

  @Test func rowsAreProbabilityDistributions() {
    let y = leaf([2, 3, 17]).softmax()
    expectTensor(y.sum(axis: -1), matches: [1, 1, 1, 1, 1, 1], shape: [2, 3], tolerance: 3e-7)
    #expect(y.elements.allSatisfy { $0 > 0 })
  }

  @Test func onlyDifferencesWithinARowMatter() {
    let x = Tensor([2, 3], [1, 2, 4, 1001, 1002, 1004])
    for y in [x.softmax(), x.logSoftmax()] {
      expectTensor(y.slice(axis: 0, 1..<2), matches: Array(y.elements[..<3]), shape: [1, 3], tolerance: 2e-5)
    }
  }

  @Test func hugeDifferencesGiveExactlyZeroAndOne() {
    let x = Tensor([1, 3], [-1e30, 0, 1e30])
    expectTensor(x.softmax(), matches: [0, 0, 1], shape: [1, 3])
    expectTensor(x.logSoftmax(), matches: [-2e30, -1e30, 0], shape: [1, 3], tolerance: 1e-7)
    let masked = Tensor([1, 3], [-.infinity, 1, 1])
    expectTensor(masked.softmax(), matches: [0, 0.5, 0.5], shape: [1, 3])
  }

  @Test func anyAxisGivesTheSameAsTheLastAxis() {
    let x = leaf([3, 7, 5])
    for axis in [0, 1, -1, -2] {
      let turned = x.transposed(axis, -1)
      expectTensor(
        x.softmax(axis: axis), matches: turned.softmax().transposed(axis, -1).elements, shape: x.shape,
        tolerance: 3e-7)
      expectTensor(
        x.logSoftmax(axis: axis), matches: turned.logSoftmax().transposed(axis, -1).elements, shape: x.shape,
        tolerance: 3e-7)
      let kept = turned.logSumExp(keepAxis: true).transposed(axis, -1)
      expectTensor(
        x.logSumExp(axis: axis, keepAxis: true), matches: kept.elements, shape: kept.shape, tolerance: 3e-7)
    }
  }

  @Test func logSumExpDoesNotOverflow() {
    expectTensor(
      Tensor([[1000, 1000], [-1000, -.infinity]]).logSumExp(), matches: [1000.6931, -1000], shape: [2], tolerance: 1e-7)
  }

  @Test func noRowsGiveNoProbabilities() {
    let x = leaf([0, 3])
    for y in [x.softmax(), x.logSoftmax()] {
      #expect(y.shape == [0, 3])
      y.backward(.zeros([0, 3]))
    }
    #expect(x.gradient!.shape == [0, 3])
  }
}
