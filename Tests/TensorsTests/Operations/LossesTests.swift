import Foundation
import Kernels
import Tensors
import Testing
import TestSupport

struct LossesTests {
  static let cases: [OperationCase] = [
    OperationCase("crossEntropy", [[2, 3, 5]]) { crossEntropy($0[0], targets: [4, 0, 2, 1, 1, 3]) },
    OperationCase("crossEntropy with ignored rows", [[5, 33]]) {
      crossEntropy($0[0], targets: [32, -1, 0, 16, -100])
    },
    OperationCase("meanSquaredError", [[3, 17], [3, 17]]) { meanSquaredError($0[0], $0[1]) },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients(tolerance: 1e-4) }

  @Test func equalLogitsHaveTheLogarithmOfTheirCountAsLoss() {
    let loss = crossEntropy(.full([2, 65], 3), targets: [0, 64])
    #expect(loss.shape == [])
    #expect(abs(loss.item - Float(Foundation.log(65.0))) < 1e-6)
  }

  /// The last place of 5e8 is 32, so the logarithm of the sum must not be added to a logit.
  @Test func hugeEqualLogitsKeepTheirLossAndGradient() {
    let logits = Tensor([1, 7], [Float](repeating: 5e8, count: 7), requiresGradient: true)
    let loss = crossEntropy(logits, targets: [0])
    #expect(abs(loss.item - 1.945_910_1) < 2e-7)
    loss.backward()
    expectTensor(
      logits.gradient!, matches: [-0.857_142_87] + [Float](repeating: 0.142_857_15, count: 6), shape: [1, 7],
      tolerance: 1e-7)
    #expect(abs(crossEntropy(.full([1, 65], 2000), targets: [3]).item - 4.174_387_3) < 5e-7)
  }

  @Test func crossEntropyIsTheNegativeMeanOfTheLogProbabilities() {
    let logits = leaf([4, 7]), targets: [Int32] = [6, -1, 0, 3]
    let rows = logits.logSoftmax()
    let expected: Float = -(rows[0, 6] + rows[2, 0] + rows[3, 3]) / 3
    #expect(abs(crossEntropy(logits, targets: targets).item - expected) < 1e-6)
  }

  @Test func ignoredRowsHaveZeroGradients() {
    let logits = leaf([3, 5])
    crossEntropy(logits, targets: [1, -1, 4]).backward()
    let gradient = logits.gradient!.slice(axis: 0, 1..<2).elements
    #expect(gradient == [0, 0, 0, 0, 0])
  }

  @Test func ifAllRowsAreIgnoredTheLossIsZero() {
    let logits = leaf([2, 3])
    let loss = crossEntropy(logits, targets: [-1, -1])
    #expect(loss.item == 0)
    loss.backward()
    expectTensor(logits.gradient!, matches: [0, 0, 0, 0, 0, 0], shape: [2, 3])
    #expect(crossEntropy(.zeros([0, 3]), targets: []).item == 0)
  }

  @Test func hugeLogitsHaveAFiniteLoss() {
    let logits = Tensor([1, 3], [1e4, 0, -1e4], requiresGradient: true)
    let loss = crossEntropy(logits, targets: [2])
    #expect(loss.item == 2e4)
    loss.backward()
    expectTensor(logits.gradient!, matches: [1, 0, -1], shape: [1, 3])
  }

  @Test func meanSquaredErrorIsTheMeanOfTheSquaredDifferences() {
    let x = Tensor([2, 2], [1, 2, 3, 4]), y = Tensor([2, 2], [1, 4, 1, 4])
    #expect(meanSquaredError(x, y).item == (0 + 4 + 4 + 0) / 4)
  }
}
