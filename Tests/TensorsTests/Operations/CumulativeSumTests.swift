import Tensors
import TestSupport
import Testing

struct CumulativeSumTests {
  static let cases: [OperationCase] = [
    OperationCase("cumulativeSum of a vector", [[33]]) { $0[0].cumulativeSum(axis: 0) },
    OperationCase("cumulativeSum of axis 0", [[5, 3, 2]]) { $0[0].cumulativeSum(axis: 0) },
    OperationCase("cumulativeSum of axis 1", [[2, 5, 19]]) { $0[0].cumulativeSum(axis: 1) },
    OperationCase("cumulativeSum of the last axis", [[3, 7]]) { $0[0].cumulativeSum(axis: -1) },
    OperationCase("cumulativeSum of a tensor used twice", [[3, 7]]) { $0[0].cumulativeSum(axis: 0) * $0[0] },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func eachElementIsTheSumSoFar() {
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    expectTensor(x.cumulativeSum(axis: 0), matches: [1, 2, 3, 5, 7, 9], shape: [2, 3])
    expectTensor(x.cumulativeSum(axis: -1), matches: [1, 3, 6, 4, 9, 15], shape: [2, 3])
    expectTensor(Tensor.zeros([2, 0]).cumulativeSum(axis: 1), matches: [], shape: [2, 0])
  }
}
