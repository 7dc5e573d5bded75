import Kernels
import Numerics
import Tensors
import Testing
import TestSupport

struct FeedForwardTests {
  /// From 5 channels to 17 and back. With biases, the inputs are x, up, its bias, down, its bias and the residual.
  static let cases: [OperationCase] =
    Activation.allCases.filter { ![.relu, .reluSquared].contains($0) }.flatMap {
      cases($0, dropout: 0) + cases($0, dropout: 0.4)
    } + [
      OperationCase("feedForward with one weight used twice", [[3, 5], [5, 5], [5]]) {
        apply($0[0], FeedForwardWeights(up: $0[1], upBias: $0[2], down: $0[1], downBias: $0[2]), .gelu, to: $0[0], 0)
      },
      // Finite differences across ReLU's kink are meaningless. With these biases half of the channels are active, and
      // none is near 0.
      OperationCase("feedForward, relu", [[2, 3, 5], [17, 5], [17], [5, 17], [5], [2, 3, 5]], in: -0.5...0.5) {
        let signs = Tensor([17], (0..<17).map { $0 % 2 == 0 ? -2 : 2 })
        let weights = FeedForwardWeights(up: $0[1], upBias: $0[2] + signs, down: $0[3], downBias: $0[4])
        return apply($0[0], weights, .relu, to: $0[5], 0)
      },
    ]

  private static func cases(_ activation: Activation, dropout rate: Float) -> [OperationCase] {
    let name = "feedForward, \(activation)\(rate > 0 ? ", with dropout" : "")"
    return [
      OperationCase(name, [[2, 3, 5], [17, 5], [17], [5, 17], [5], [2, 3, 5]]) {
        let weights = FeedForwardWeights(up: $0[1], upBias: $0[2], down: $0[3], downBias: $0[4])
        return apply($0[0], weights, activation, to: $0[5], rate)
      },
      OperationCase(name + ", without biases", [[3, 5], [17, 5], [5, 17], [3, 5]]) {
        apply($0[0], FeedForwardWeights(up: $0[1], down: $0[2]), activation, to: $0[3], rate)
      },
      OperationCase(name + ", added to its own input", [[3, 5], [17, 5], [5, 17]]) {
        apply($0[0], FeedForwardWeights(up: $0[1], down: $0[2]), activation, to: $0[0], rate)
      },
    ]
  }

  /// Every call drops the same elements.
  private static func apply(
    _ x: Tensor, _ weights: FeedForwardWeights, _ activation: Activation, to residual: Tensor,
    _ rate: Float
  ) -> Tensor {
    var generator = RandomGenerator(seed: 3)
    return feedForward(x, weights, activation, addedTo: residual, dropout: rate, using: &generator)
  }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  /// Compares the result and the gradients with those of a composition of elementary operations.
  @Test(arguments: Activation.allCases, [0, 0.4] as [Float])
  func theFusedOperationMatchesTheCompositionOfItsParts(activation: Activation, rate: Float) {
    let shapes: [Shape] = [[2, 3, 5], [17, 5], [17], [5, 17], [5], [2, 3, 5]]
    let inputs = shapes.enumerated().map { leaf($1, seed: UInt64($0)) }
    let cotangent = leaf([2, 3, 5], seed: 9).detached()
    func gradients() -> [Tensor] {
      defer { inputs.forEach { $0.gradient = nil } }
      return inputs.map { $0.gradient! }
    }
    var generator = RandomGenerator(seed: 3)
    let hidden = linear(inputs[0], weight: inputs[1], bias: inputs[2]).activated(by: activation)
    let expected =
      inputs[5] + dropout(linear(hidden, weight: inputs[3], bias: inputs[4]), rate: rate, using: &generator)
    expected.backward(cotangent)
    let expectedGradients = gradients()

    let weights = FeedForwardWeights(up: inputs[1], upBias: inputs[2], down: inputs[3], downBias: inputs[4])
    let y = Self.apply(inputs[0], weights, activation, to: inputs[5], rate)
    y.backward(cotangent)
    expectTensor(y, matches: expected.elements, shape: [2, 3, 5], tolerance: 5e-7)
    for (i, (gradient, expected)) in zip(gradients(), expectedGradients).enumerated() {
      expectTensor(gradient, matches: expected.elements, shape: shapes[i], tolerance: 5e-7, "gradient \(i)")
    }
  }

  @Test func theGeneratorIsUsedOnlyForDropout() {
    var generator = RandomGenerator(seed: 3)
    let x = leaf([3, 5]), weights = FeedForwardWeights(up: leaf([7, 5]), down: leaf([5, 7]))
    _ = feedForward(x, weights, addedTo: x, dropout: 0, using: &generator)
    #expect(generator == RandomGenerator(seed: 3))
    _ = feedForward(x, weights, addedTo: x, dropout: 0.1, using: &generator)
    var expected = RandomGenerator(seed: 3)
    _ = expected.next()
    #expect(generator == expected)
  }
}
