import Layers
import Numerics
import Tensors
import Testing
import TestSupport

struct FeedForwardTests {
  /// Only the smooth activations: finite differences across ReLU's kink are meaningless.
  @Test(arguments: [true, false], Activation.allCases.filter { ![.relu, .reluSquared].contains($0) })
  func gradientsMatchFiniteDifferences(bias: Bool, activation: Activation) {
    let layer = FeedForward(
      width: 5, bias: bias, dropout: 0.3, output: .normal(standardDeviation: 0.02), activation: activation)
    let x = leaf([2, 3, 5]), residual = leaf([2, 3, 5], seed: 2)
    let pass = ForwardPass.training(RandomGenerator(seed: 4))
    checkGradient(of: layer, inputs: ["x": x, "residual": residual]) {
      var pass = pass
      return layer(x, addedTo: residual, &pass)
    }
  }

  @Test func theHiddenLayerIsFourTimesAsWide() {
    let layer = FeedForward(width: 5, bias: true, dropout: 0, output: .normal(standardDeviation: 0.02))
    #expect(
      layer.namedParameters.map { "\($0.name) \($0.parameter.shape)" } == [
        "up.weight (20, 5)", "up.bias (20,)", "down.weight (5, 20)", "down.bias (5,)",
      ])
  }

  @Test func theSecondMapHasItsOwnStandardDeviation() {
    let layer = FeedForward(width: 50, bias: true, dropout: 0, output: .normal(standardDeviation: 0.007))
    layer.initialize(seed: 1)
    expectStandardDeviation(of: layer.up.weight, 0.02)
    expectStandardDeviation(of: layer.down.weight, 0.007)
  }

  @Test func dropoutHappensOnlyInTraining() {
    let layer = FeedForward(width: 5, bias: true, dropout: 0.5, output: .normal(standardDeviation: 0.02)),
      x = leaf([9, 5])
    fill(layer)
    var evaluation = ForwardPass.evaluation, training = ForwardPass.training(RandomGenerator(seed: 4))
    let zeros = Tensor.zeros([9, 5])
    let expected = layer(x, addedTo: zeros, &evaluation).elements
    #expect(evaluation.generator == ForwardPass.evaluation.generator)
    for (dropped, whole) in zip(layer(x, addedTo: zeros, &training).elements, expected) {
      #expect(dropped == 0 || dropped == 2 * whole)
    }
    #expect(training.generator != RandomGenerator(seed: 4))
  }

  @Test func theResultIsTheResidualPlusTwoMapsAroundTheActivation() {
    let x = leaf([3, 5]), residual = leaf([3, 5], seed: 2)
    var pass = ForwardPass.evaluation
    for activation in Activation.allCases {
      let layer = FeedForward(
        width: 5, bias: true, dropout: 0, output: .normal(standardDeviation: 0.02), activation: activation)
      fill(layer)
      let expected = residual + layer.down(layer.up(x).activated(by: activation))
      expectTensor(
        layer(x, addedTo: residual, &pass), matches: expected.elements, shape: [3, 5], tolerance: 1e-6)
    }
  }
}
