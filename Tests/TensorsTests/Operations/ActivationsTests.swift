import Foundation
import Kernels
import Tensors
import Testing
import TestSupport

struct ActivationsTests {
  /// ReLU's kink at 0 has no difference, so the inputs keep away from it; their signs alternate.
  static let cases: [OperationCase] = Activation.allCases.map { activation in
    OperationCase("activated by \(activation)", [[97]], in: 0.5...2) {
      ($0[0] * alternatingSigns).activated(by: activation)
    }
  }

  /// For what has a kink at 0, where there is no difference: numbers of both signs that stay away from it.
  static var alternatingSigns: Tensor { Tensor([97], (0..<97).map { $0 % 3 == 0 ? -1 : 1 }) }

  @Test(arguments: cases)
  func gradientsAreTheDifferences(_ operation: OperationCase) { operation.checkGradients() }

  /// Every activation against the C library in double precision, with leftovers beyond whole vectors.
  @Test func valuesAreThoseOfDoublePrecision() {
    let x = Tensor([33], (0..<33).map { Float($0 - 16) / 4 })
    func expect(_ y: Tensor, _ activation: Activation, _ function: (Double) -> Double) {
      let expected = x.elements.map { Float(function(Double($0))) }
      expectTensor(y, matches: expected, shape: [33], tolerance: 3e-7, activation.rawValue)
      #expect(x.activated(by: activation).elements == y.elements)
    }
    expect(x.gelu(), .gelu) { $0 * erfc(-$0 / 2.0.squareRoot()) / 2 }
    expect(x.geluTanh(), .geluTanh) {
      $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
    }
    expect(x.relu(), .relu) { max(0, $0) }
    expect(x.silu(), .silu) { $0 / (1 + exp(-$0)) }
  }

  @Test func reluPassesNoGradientAtZero() {
    let x = Tensor([3], [-1, 0, 2], requiresGradient: true)
    x.relu().backward(Tensor([3], [5, 7, 11]))
    expectTensor(x.gradient!, matches: [0, 0, 11], shape: [3])
  }

  /// Models in files say their activation by these names.
  @Test func namesStay() {
    #expect(Activation.allCases.map(\.rawValue) == ["gelu", "gelu-tanh", "relu", "silu"])
  }
}
