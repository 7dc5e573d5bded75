import Numerics
import Tensors
import Testing
import TestSupport

struct GatedFeedForwardTests {
  private static let shapes: [Shape] = [[2, 3, 5], [17, 5], [17], [17, 5], [17], [5, 17], [5], [2, 3, 5]]

  /// From 5 channels to 17 and back. Finite differences across ReLU's kink are meaningless; it is compared with the
  /// composition of its parts below.
  static let cases: [OperationCase] =
    Activation.allCases.filter { ![.relu, .reluSquared].contains($0) }.flatMap {
      cases($0, dropout: 0) + cases($0, dropout: 0.4)
    } + [
      OperationCase("gatedFeedForward with one weight used three times", [[3, 5], [5, 5]]) {
        apply($0[0], GatedFeedForwardWeights(gate: $0[1], up: $0[1], down: $0[1]), .silu, to: $0[0], 0)
      }
    ]

  private static func cases(_ activation: Activation, dropout rate: Float) -> [OperationCase] {
    let name = "gatedFeedForward, \(activation)\(rate > 0 ? ", with dropout" : "")"
    return [
      OperationCase(name, shapes) { apply($0[0], biased($0), activation, to: $0[7], rate) },
      OperationCase(name + ", without biases", [[3, 5], [17, 5], [17, 5], [5, 17], [3, 5]]) {
        apply($0[0], GatedFeedForwardWeights(gate: $0[1], up: $0[2], down: $0[3]), activation, to: $0[4], rate)
      },
      OperationCase(name + ", added to its own input", [[3, 5], [17, 5], [17, 5], [5, 17]]) {
        apply($0[0], GatedFeedForwardWeights(gate: $0[1], up: $0[2], down: $0[3]), activation, to: $0[0], rate)
      },
    ]
  }

  private static func biased(_ x: [Tensor]) -> GatedFeedForwardWeights {
    GatedFeedForwardWeights(gate: x[1], gateBias: x[2], up: x[3], upBias: x[4], down: x[5], downBias: x[6])
  }

  /// Every call drops the same elements.
  private static func apply(
    _ x: Tensor, _ weights: GatedFeedForwardWeights, _ activation: Activation, to residual: Tensor, _ rate: Float
  ) -> Tensor {
    var generator = RandomGenerator(seed: 3)
    return gatedFeedForward(x, weights, activation, addedTo: residual, dropout: rate, using: &generator)
  }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  /// Compares the result and the gradients with those of a composition of elementary operations.
  @Test(arguments: Activation.allCases, [0, 0.4] as [Float])
  func theFusedOperationMatchesTheCompositionOfItsParts(activation: Activation, rate: Float) {
    let inputs = Self.shapes.enumerated().map { leaf($1, seed: UInt64($0)) }
    let cotangent = leaf([2, 3, 5], seed: 9).detached()
    func gradients() -> [Tensor] {
      defer { inputs.forEach { $0.gradient = nil } }
      return inputs.map { $0.gradient! }
    }
    var generator = RandomGenerator(seed: 3)
    let gates = linear(inputs[0], weight: inputs[1], bias: inputs[2]).activated(by: activation)
    let hidden = gates * linear(inputs[0], weight: inputs[3], bias: inputs[4])
    let expected =
      inputs[7] + dropout(linear(hidden, weight: inputs[5], bias: inputs[6]), rate: rate, using: &generator)
    expected.backward(cotangent)
    let expectedGradients = gradients()

    let y = Self.apply(inputs[0], Self.biased(inputs), activation, to: inputs[7], rate)
    y.backward(cotangent)
    expectTensor(y, matches: expected.elements, shape: [2, 3, 5], tolerance: 5e-7)
    for (i, (gradient, expected)) in zip(gradients(), expectedGradients).enumerated() {
      expectTensor(gradient, matches: expected.elements, shape: Self.shapes[i], tolerance: 5e-7, "gradient \(i)")
    }
  }

  /// 70 rows are more than the few that read weights as they are stored.
  @Test(arguments: [1, 70]) func theResultIsTheSameWithoutGradients(rows: Int) {
    let x = leaf([rows, 5]),
      weights = GatedFeedForwardWeights(gate: leaf([7, 5]), up: leaf([7, 5]), down: leaf([5, 7]))
    let recorded = Self.apply(x, weights, .silu, to: x, 0)
    let plain = withoutGradients { Self.apply(x, weights, .silu, to: x, 0) }
    expectTensor(plain, matches: recorded.elements, shape: [rows, 5], tolerance: 5e-7)
    #expect(recorded.requiresGradient && !plain.requiresGradient)
  }

  @Test func theGraphCanBeUsedTwice() {
    let x = leaf([3, 5]), weights = GatedFeedForwardWeights(gate: leaf([7, 5]), up: leaf([7, 5]), down: leaf([5, 7]))
    let loss = Self.apply(x, weights, .silu, to: x, 0).sum()
    loss.backward(keepGraph: true)
    let first = x.gradient!.elements
    x.gradient = nil
    loss.backward()
    #expect(x.gradient!.elements == first)
  }

  @Test func theGeneratorIsUsedOnlyForDropout() {
    var generator = RandomGenerator(seed: 3)
    let x = leaf([3, 5]), weights = GatedFeedForwardWeights(gate: leaf([7, 5]), up: leaf([7, 5]), down: leaf([5, 7]))
    _ = gatedFeedForward(x, weights, addedTo: x, dropout: 0, using: &generator)
    #expect(generator == RandomGenerator(seed: 3))
    _ = gatedFeedForward(x, weights, addedTo: x, dropout: 0.1, using: &generator)
    var expected = RandomGenerator(seed: 3)
    _ = expected.next()
    #expect(generator == expected)
  }
}
