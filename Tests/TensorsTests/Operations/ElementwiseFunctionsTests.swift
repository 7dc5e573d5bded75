import Foundation
import Tensors
import TestSupport
import Testing

struct ElementwiseFunctionsTests {
  static let cases: [OperationCase] = [
    OperationCase("exp", [[2, 3, 5]]) { $0[0].exp() },
    OperationCase("log", [[97]], in: 1...3) { $0[0].log() },
    OperationCase("squareRoot", [[33]], in: 1...3) { $0[0].squareRoot() },
    OperationCase("abs", [[97]], in: 0.5...2) { ($0[0] * ActivationsTests.alternatingSigns).abs() },
    OperationCase("sin", [[97]], in: -9...9) { $0[0].sin() },
    OperationCase("cos", [[2, 3, 5]], in: -9...9) { $0[0].cos() },
    OperationCase("tanh", [[97]]) { $0[0].tanh() },
    OperationCase("sigmoid", [[2, 3, 5]]) { $0[0].sigmoid() },
    OperationCase("exp of a tensor used twice", [[17]]) { $0[0].exp() * $0[0].tanh() + $0[0].sigmoid() },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  /// Compares every function with the C library in double precision, at a size that is not a multiple of the vector
  /// length.
  @Test func valuesMatchDoublePrecision() {
    let x = Tensor([33], (0..<33).map { Float($0 - 16) / 4 })
    let positive = Tensor([33], (0..<33).map { Float($0 + 1) / 8 })
    expect(x.exp(), of: x) { Foundation.exp($0) }
    expect(positive.log(), of: positive) { Foundation.log($0) }
    expect(positive.squareRoot(), of: positive) { $0.squareRoot() }
    expect(x.abs(), of: x) { Swift.abs($0) }
    expect(x.sin(), of: x) { Foundation.sin($0) }
    expect(x.cos(), of: x) { Foundation.cos($0) }
    expect(x.tanh(), of: x) { Foundation.tanh($0) }
    expect(x.sigmoid(), of: x) { 1 / (1 + Foundation.exp(-$0)) }
  }

  private func expect(_ y: Tensor, of x: Tensor, _ function: (Double) -> Double) {
    let expected = x.elements.map { Float(function(Double($0))) }
    expectTensor(y, matches: expected, shape: x.shape, tolerance: 3e-7)
  }
}
