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

  @Test(arguments: [1000, 8192, -1e6] as [Float]) func onlyDifferencesMatter(_ offset: Float) {
    let x = Tensor([3, 2], [1, 2, 4, 1, 2, 8], requiresGradient: true)
    let far = Tensor([3, 2], x.elements.map { $0 + offset }, requiresGradient: true)
    let dy = Tensor([3, 2], [2, -1, 0.5, 3, 1, 1])
    for axis in [0, 1] {
      for function in [{ $0.softmax(axis: axis) }, { $0.logSoftmax(axis: axis) }] as [(Tensor) -> Tensor] {
        expectTensor(function(far), matches: function(x).elements, shape: [3, 2], tolerance: 0)
        #expect(gradient(of: x) { function($0) * dy } == gradient(of: far) { function($0) * dy })
      }
      #expect(gradient(of: x) { $0.logSumExp(axis: axis) } == gradient(of: far) { $0.logSumExp(axis: axis) })
    }
  }

  private func gradient(of x: Tensor, _ y: (Tensor) -> Tensor) -> [Float] {
    gradients(of: [x]) { y(x).sum() }[x]!.elements
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
