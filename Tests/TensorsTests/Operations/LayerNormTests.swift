import Kernels
import Tensors
import Testing
import TestSupport

struct LayerNormTests {
  static let cases: [OperationCase] = [
    OperationCase("layerNorm", [[2, 3, 5], [5], [5]]) { layerNorm($0[0], weight: $0[1], bias: $0[2]) },
    OperationCase("layerNorm without bias", [[3, 17], [17]]) { layerNorm($0[0], weight: $0[1]) },
    // More rows than contribute to one partial sum of the weight's gradient.
    OperationCase("layerNorm of many rows", [[67, 17], [17], [17]]) {
      layerNorm($0[0], weight: $0[1], bias: $0[2])
    },
    OperationCase("layerNorm with a large epsilon", [[3, 97], [97]]) {
      layerNorm($0[0], weight: $0[1], epsilon: 0.5)
    },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func rowsHaveMeanZeroAndVarianceOne() {
    let x = leaf([3, 33]) * 7 + 100
    let y = layerNorm(x, weight: .ones([33]))
    for mean in y.mean(axis: 1).elements { #expect(abs(mean) < 1e-5) }
    expectTensor((y * y).mean(axis: 1), matches: [1, 1, 1], shape: [3], tolerance: 1e-5)
  }

  @Test func weightScalesAndBiasShifts() {
    let x = Tensor([1, 2], [-3, 3])
    let y = layerNorm(x, weight: Tensor([2], [10, 20]), bias: Tensor([2], [1, 2]), epsilon: 0)
    expectTensor(y, matches: [-9, 22], shape: [1, 2])
  }

  @Test func epsilonIsAddedToTheVariance() {
    let x = Tensor([1, 2], [-3, 3])
    expectTensor(
      layerNorm(x, weight: .ones([2]), epsilon: 16), matches: [-0.6, 0.6], shape: [1, 2], tolerance: 2e-7)
    // For a row without variance, only epsilon remains in the denominator.
    expectTensor(layerNorm(.full([1, 3], 5), weight: .ones([3])), matches: [0, 0, 0], shape: [1, 3])
  }

  @Test(arguments: [128, 768]) func aConstantRowIsZero(_ width: Int) {
    let x = Tensor([2, width], [Float](repeating: 1000.1, count: width) + [Float](repeating: 0.1, count: width))
    let y = layerNorm(x, weight: .ones([width]), bias: .zeros([width]))
    #expect(y.elements.allSatisfy { $0 == 0 })
  }

  @Test func noRowsGiveZeroGradients() {
    let x = leaf([0, 3]), weight = leaf([3]), bias = leaf([3])
    layerNorm(x, weight: weight, bias: bias).backward(.zeros([0, 3]))
    expectTensor(weight.gradient!, matches: [0, 0, 0], shape: [3])
    expectTensor(bias.gradient!, matches: [0, 0, 0], shape: [3])
  }
}
