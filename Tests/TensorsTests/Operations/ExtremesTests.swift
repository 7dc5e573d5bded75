import Kernels
import Tensors
import Testing
import TestSupport

struct ExtremesTests {
  static let cases: [OperationCase] = [
    // The operands differ by more than the steps of the finite differences.
    OperationCase("maximum", [[2, 3, 5], [2, 3, 5]], in: 0...0.4) { maximum($0[0] + steps([2, 3, 5]), $0[1]) },
    OperationCase("minimum", [[2, 3, 5], [2, 3, 5]], in: 0...0.4) { minimum($0[0] + steps([2, 3, 5]), $0[1]) },
    OperationCase("maximum, both repeated", [[7, 1], [5]], in: 0...0.4) {
      maximum($0[0] + steps([7, 1]), $0[1] + steps([5]) * 0.5)
    },
    OperationCase("minimum, one a number", [[], [33]], in: 0...0.4) { minimum($0[0], $0[1] + steps([33])) },
    OperationCase("maximum with itself", [[17]]) { maximum($0[0], $0[0]) },
    OperationCase("clamped", [[97]], in: 0...0.4) { ($0[0] + steps([97])).clamped(to: -1.5...0.7) },
  ]

  /// Alternates between 1 and -1.
  private static func steps(_ shape: Shape) -> Tensor {
    Tensor(shape, (0..<shape.count).map { $0 % 2 == 0 ? 1 : -1 })
  }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func equalOperandsShareTheGradient() {
    let x = Tensor([1, 2, 3], requiresGradient: true), y = Tensor([3, 2, 1], requiresGradient: true)
    maximum(x, y).backward([10, 20, 30])
    expectTensor(x.gradient!, matches: [0, 10, 30], shape: [3])
    expectTensor(y.gradient!, matches: [10, 10, 0], shape: [3])
    minimum(x, y).backward([10, 20, 30])
    expectTensor(x.gradient!, matches: [10, 20, 30], shape: [3])
    expectTensor(y.gradient!, matches: [10, 20, 30], shape: [3])
  }

  @Test func nanIsPropagated() {
    let x: Tensor = [.nan, 1, .nan, 2], y: Tensor = [1, .nan, .nan, 3]
    for z in [maximum(x, y), minimum(x, y)] { #expect(z.elements.map(\.isNaN) == [true, true, true, false]) }
    #expect(x.clamped(to: 0...1).elements.map(\.isNaN) == [true, false, true, false])
  }

  @Test func clampedPassesTheGradientOnlyInsideTheRange() {
    let x = Tensor([-3, -1, 0.5, 1, 7], requiresGradient: true)
    let y = x.clamped(to: -1...1)
    expectTensor(y, matches: [-1, -1, 0.5, 1, 1], shape: [5])
    y.backward([1, 2, 3, 4, 5])
    expectTensor(x.gradient!, matches: [0, 0, 3, 0, 0], shape: [5])
    expectTensor(x.clamped(to: 0...(.infinity)), matches: [0, 0, 0.5, 1, 7], shape: [5])
  }
}
