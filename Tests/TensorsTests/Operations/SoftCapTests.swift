import Foundation
import Tensors
import Testing
import TestSupport

struct SoftCapTests {
  static let cases = [
    OperationCase("softCapped", [[3, 33]]) { softCapped($0[0], cap: 1.5) },
    OperationCase("softCapped, of a tensor that is used twice", [[17]]) { softCapped($0[0], cap: 3) * $0[0] },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func valuesMatchDoublePrecision() {
    let x = (0..<37).map { Float($0 - 18) * 3 }
    let expected = x.map { Float(15 * tanh(Double($0) / 15)) }
    expectTensor(softCapped(Tensor([37], x), cap: 15), matches: expected, shape: [37], tolerance: 3e-7)
  }

  @Test func resultsStayWithinTheCapAndHugeNumbersReachIt() {
    let y = softCapped(Tensor([4], [1e30, -1e30, .infinity, 0]), cap: 15).elements
    #expect(y == [15, -15, 15, 0])
  }

  @Test func nonFiniteResultsAreFound() {
    let x = Tensor([2], [.nan, 1])
    #expect(firstNonFinite { _ = softCapped(x, cap: 15) }?.operation == "softCapped")
  }
}
