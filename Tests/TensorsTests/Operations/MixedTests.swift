import Tensors
import Testing
import TestSupport

struct MixedTests {
  static let cases: [OperationCase] = [
    OperationCase("mixed", [[2, 3, 5], [2, 3, 5], [2]]) { mixed($0[0], $0[1], weights: $0[2]) },
    OperationCase("mixed with itself", [[17], [2]]) { mixed($0[0], $0[0], weights: $0[1]) },
    OperationCase("adding to the last columns", [[2, 3, 5], [2, 3, 22]]) { adding($0[0], toLastOf: $0[1]) },
    OperationCase("adding to all columns", [[3, 17], [3, 17]]) { adding($0[0], toLastOf: $0[1]) },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func eachTensorHasItsWeight() {
    expectTensor(
      mixed(Tensor([2], [1, 2]), Tensor([2], [10, 20]), weights: Tensor([2], [3, 0.5])), matches: [8, 16], shape: [2])
  }

  @Test func onlyTheLastColumnsChange() {
    expectTensor(
      adding(Tensor([2, 1], [10, 20]), toLastOf: Tensor([2, 2], [1, 2, 3, 4])), matches: [1, 12, 3, 24], shape: [2, 2])
  }
}
