import Tensors
import Testing
import TestSupport

struct HeadGatesTests {
  static let cases: [OperationCase] = [
    OperationCase("gatedHeads", [[2, 3, 10], [2, 3, 2]]) { gatedHeads($0[0], by: $0[1]) },
    OperationCase("gatedHeads, of one head", [[5, 17], [5, 1]]) { gatedHeads($0[0], by: $0[1]) },
    OperationCase("gatedHeads, of gates that are used twice", [[3, 6], [3, 3]]) {
      gatedHeads(gatedHeads($0[0], by: $0[1]), by: $0[1])
    },
    OperationCase("gatedHeads, of channels that are their own gates", [[3, 4]]) { gatedHeads($0[0], by: $0[0]) },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func eachHeadHasItsGate() {
    let x = leaf([2, 3, 20]), gates = leaf([2, 3, 4], seed: 2)
    let expected = x.reshaped(to: [2, 3, 4, 5]) * gates.sigmoid().reshaped(to: [2, 3, 4, 1])
    expectTensor(gatedHeads(x, by: gates), matches: expected.elements, shape: [2, 3, 20], tolerance: 1e-6)
  }

  @Test func nonFiniteResultsAreFound() {
    let gates = Tensor([1, 2], [.nan, 1])
    #expect(firstNonFinite { _ = gatedHeads(.ones([1, 4]), by: gates) }?.operation == "gatedHeads")
  }
}
