import Kernels
import Numerics
import Tensors
import Testing
import TestSupport

struct DropoutTests {
  static let cases: [OperationCase] = [
    OperationCase("dropout", [[2, 3, 17]]) {
      var generator = RandomGenerator(seed: 3)
      return dropout($0[0], rate: 0.4, using: &generator)
    }
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func aboutTheGivenFractionIsDroppedAndTheRestIsScaled() {
    var generator = RandomGenerator(seed: 3)
    let y = dropout(.ones([100, 97]), rate: 0.25, using: &generator).elements
    #expect(Set(y) == [0, 1 / (1 - 0.25)])
    // The standard deviation of the fraction is sqrt(0.25 * 0.75 / 9700) = 0.0044.
    let dropped = Double(y.count { $0 == 0 }) / Double(y.count)
    #expect(abs(dropped - 0.25) < 4 * 0.0044)
  }

  @Test func eachCallDropsDifferentElements() {
    var generator = RandomGenerator(seed: 3)
    let x = Tensor.ones([97])
    let first = dropout(x, rate: 0.5, using: &generator).elements
    let second = dropout(x, rate: 0.5, using: &generator).elements
    #expect(first != second)
    generator = RandomGenerator(seed: 3)
    #expect(dropout(x, rate: 0.5, using: &generator).elements == first)
  }

  @Test func rateZeroReturnsTheTensorItselfAndDrawsNothing() {
    var generator = RandomGenerator(seed: 3)
    let x = leaf([5])
    #expect(dropout(x, rate: 0, using: &generator) === x)
    #expect(generator == RandomGenerator(seed: 3))
  }
}
