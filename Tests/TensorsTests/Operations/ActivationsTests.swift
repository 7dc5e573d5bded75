import Foundation
import Kernels
import Tensors
import Testing
import TestSupport

struct ActivationsTests {
  /// Finite differences fail at ReLU's kink at 0, so the inputs keep away from it; both signs occur.
  static let cases: [OperationCase] = Activation.allCases.map { activation in
    OperationCase("activated by \(activation)", [[97]], in: 0.5...2) {
      ($0[0] * alternatingSigns).activated(by: activation)
    }
  }

  /// Signs that, multiplied by positive inputs away from 0, give inputs of both signs for functions with a kink at 0,
  /// where finite differences fail.
  static var alternatingSigns: Tensor { Tensor([97], (0..<97).map { $0 % 3 == 0 ? -1 : 1 }) }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  /// Compares every activation with the C library in double precision, at a size that is not a multiple of the vector
  /// length.
  @Test func valuesMatchDoublePrecision() {
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
    expect(x.reluSquared(), .reluSquared) { max(0, $0) * max(0, $0) }
    expect(x.silu(), .silu) { $0 / (1 + exp(-$0)) }
  }

  @Test func reluPassesNoGradientAtZero() {
    let x = Tensor([3], [-1, 0, 2], requiresGradient: true)
    x.relu().backward(Tensor([3], [5, 7, 11]))
    expectTensor(x.gradient!, matches: [0, 0, 11], shape: [3])
  }

  /// Model files store activations under these names.
  @Test func storedNamesDoNotChange() {
    #expect(Activation.allCases.map(\.rawValue) == ["gelu", "gelu-tanh", "relu", "relu-squared", "silu"])
  }
}
