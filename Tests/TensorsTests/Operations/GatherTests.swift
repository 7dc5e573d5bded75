import Kernels
import Tensors
import Testing
import TestSupport

struct GatherTests {
  static let cases: [OperationCase] = [
    OperationCase("gather one of each row", [[4, 7]]) { $0[0].gather(axis: -1, [3, 0, 6, 3]) },
    OperationCase("gather along the first axis", [[5, 3]]) { $0[0].gather(axis: 0, [4, 0, 2, 1, 0, 2]) },
    OperationCase("gather along the middle axis, with repeated indices", [[2, 3, 5]]) {
      $0[0].gather(axis: 1, (0..<2 * 7 * 5).map { $0 * $0 % 3 })
    },
    OperationCase("gather twice", [[17]]) { $0[0].gather(axis: 0, [1, 1, 16]) * $0[0].gather(axis: 0, [1, 2, 3]) },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func indicesSelectTheElements() {
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    expectTensor(x.gather(axis: 1, [2, 0]), matches: [3, 4], shape: [2, 1])
    expectTensor(x.gather(axis: 1, [2, 1, 0, 0]), matches: [3, 2, 4, 4], shape: [2, 2])
    expectTensor(x.gather(axis: 0, [1, 0, 1] as [Int32]), matches: [4, 2, 6], shape: [1, 3])
    expectTensor(x.gather(axis: 0, [Int]()), matches: [], shape: [0, 3])
    expectTensor(Tensor.zeros([0, 3]).gather(axis: 1, [Int]()), matches: [], shape: [0, 0])
  }

  @Test func argmaxFindsTheLargestElements() {
    let x = leaf([3, 7, 5])
    for axis in 0..<3 {
      let largest = x.max(axis: axis, keepAxis: true)
      expectTensor(x.gather(axis: axis, x.argmax(axis: axis)), matches: largest.elements, shape: largest.shape)
    }
  }

  /// Computes step by step what crossEntropy does in one operation.
  @Test func crossEntropyIsTheNegativeMeanOfGatheredLogProbabilities() {
    let logits = leaf([7, 9]), again = logits.detached(), targets: [Int32] = [4, 0, 8, 2, 2, 6, 1]
    again.requiresGradient = true
    let loss = -again.logSoftmax().gather(axis: -1, targets).mean()
    let expected = crossEntropy(logits, targets: targets)
    expectTensor(loss, matches: expected.elements, shape: [], tolerance: 2e-7)
    loss.backward()
    expected.backward()
    expectTensor(again.gradient!, matches: logits.gradient!.elements, shape: [7, 9], tolerance: 1e-6)
  }
}
