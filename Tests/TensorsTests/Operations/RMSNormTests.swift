import Kernels
import Tensors
import Testing
import TestSupport

struct RMSNormTests {
  static let cases: [OperationCase] = [
    OperationCase("rmsNorm", [[2, 3, 5], [5]]) { rmsNorm($0[0], weight: $0[1]) },
    OperationCase("rmsNorm without weight", [[3, 17]]) { rmsNorm($0[0]) },
    // More rows than contribute to one partial sum of the weight's gradient.
    OperationCase("rmsNorm of many rows", [[131, 17], [17]]) { rmsNorm($0[0], weight: $0[1]) },
    OperationCase("rmsNorm of long rows with a large epsilon", [[3, 97], [97]]) {
      rmsNorm($0[0], weight: $0[1], epsilon: 0.5)
    },
    OperationCase("rmsNorm of heads", [[2, 3, 8 * 5], [5], [5]]) {
      rmsNorm(qkv: $0[0], headCount: 4, groupCount: 2, queryWeight: $0[1], keyWeight: $0[2])
    },
    OperationCase("rmsNorm of heads without weights", [[2, 3, 3 * 17]]) {
      rmsNorm(qkv: $0[0], headCount: 1, groupCount: 1)
    },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func rowsHaveAMeanSquareOfOne() {
    let y = rmsNorm(leaf([3, 33]) * 7 + 100)
    expectTensor((y * y).mean(axis: 1), matches: [1, 1, 1], shape: [3], tolerance: 1e-5)
    #expect(y.elements.allSatisfy { $0 > 0 })  // unlike a LayerNorm, it leaves the mean where it is
  }

  @Test func rowsOfZerosStayZeros() {
    expectTensor(rmsNorm(.zeros([2, 5])), matches: [Float](repeating: 0, count: 10), shape: [2, 5])
  }

  @Test func valuesStayAsTheyAre() {
    let qkv = leaf([1, 2, 8 * 3])
    let y = rmsNorm(qkv: qkv, headCount: 4, groupCount: 2)
    #expect(y.slice(axis: 2, 18..<24).elements == qkv.slice(axis: 2, 18..<24).elements)
    #expect(y.slice(axis: 2, 0..<3).elements == rmsNorm(qkv.slice(axis: 2, 0..<3)).elements)
  }
}
