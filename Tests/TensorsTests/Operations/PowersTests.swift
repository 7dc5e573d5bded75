import Tensors
import TestSupport
import Testing

struct PowersTests {
  static let cases: [OperationCase] = [
    OperationCase("x to the power 2", [[17]]) { $0[0].pow(2) },
    OperationCase("x to the power 3, including negative x", [[2, 3, 5]]) { $0[0].pow(3) },
    OperationCase("x to the power -1", [[33]], in: 1...2) { $0[0].pow(-1) },
    OperationCase("x to the power 0.5", [[33]], in: 1...2) { $0[0].pow(0.5) },
    OperationCase("x to the power 2.7", [[33]], in: 1...2) { $0[0].pow(2.7) },
    OperationCase("x to the power y", [[2, 3, 5], [2, 3, 5]], in: 1...2) { pow($0[0], $0[1]) },
    OperationCase("x to the power y, both repeated", [[7, 1], [5]], in: 1...2) { pow($0[0], $0[1]) },
    OperationCase("x to its own power", [[17]], in: 1...2) { pow($0[0], $0[0]) },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients(tolerance: 1e-4) }

  @Test func integerPowersAreProducts() {
    let x: Tensor = [1, 2, -3, 0]
    expectTensor(x.pow(2), matches: [1, 4, 9, 0], shape: [4])
    expectTensor(x.pow(3), matches: [1, 8, -27, 0], shape: [4])
    expectTensor(x.pow(0), matches: [1, 1, 1, 1], shape: [4])
    #expect(x.pow(-2).elements == [1, 0.25, 1 / 9, .infinity])
    expectTensor(pow(x, 3 * .ones([4])), matches: [1, 8, -27, 0], shape: [4], tolerance: 5e-7)
    #expect(x.pow(1.5).elements[2].isNaN)
  }

  /// Where the formula evaluates to 0 times infinity, the slope is 0, as in PyTorch.
  @Test func slopesAtZeroAreFinite() {
    let x = Tensor([0, 0, 0, 2], requiresGradient: true), y = Tensor([0, 1, 2, 0], requiresGradient: true)
    pow(x, y).backward([1, 1, 1, 1])
    expectTensor(x.gradient!, matches: [0, 1, 0, 0], shape: [4])
    expectTensor(y.gradient!, matches: [0, 0, 0, 0.6931472], shape: [4], tolerance: 2e-7)
    x.gradient = nil
    x.pow(0).backward([1, 1, 1, 1])
    expectTensor(x.gradient!, matches: [0, 0, 0, 0], shape: [4])
  }
}
