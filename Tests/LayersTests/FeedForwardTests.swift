import Layers
import Tensors
import TestSupport
import Testing

struct FeedForwardTests {
  @Test(arguments: [true, false], [GELUApproximation.exact, .tanh])
  func gradientsAreTheDifferences(bias: Bool, activation: GELUApproximation) {
    let layer = FeedForward(
      width: 5, bias: bias, dropout: 0.3, outputDeviation: 0.02, activation: activation)
    let x = leaf([2, 3, 5]), context = Context.training(RandomGenerator(seed: 4))
    checkGradient(of: layer, input: x) {
      var context = context
      return layer(x, &context)
    }
  }

  @Test func theInsideIsFourTimesAsWide() {
    let layer = FeedForward(width: 5, bias: true, dropout: 0, outputDeviation: 0.02)
    #expect(
      layer.namedParameters.map { "\($0.name) \($0.parameter.shape)" } == [
        "up.weight (20, 5)", "up.bias (20,)", "down.weight (5, 20)", "down.bias (5,)",
      ])
  }

  @Test func theSecondMapHasItsOwnDeviation() {
    let layer = FeedForward(width: 50, bias: true, dropout: 0, outputDeviation: 0.007)
    layer.initialise(seed: 1)
    expectDeviation(of: layer.up.weight, 0.02)
    expectDeviation(of: layer.down.weight, 0.007)
  }

  @Test func dropoutHappensOnlyInTraining() {
    let layer = FeedForward(width: 5, bias: true, dropout: 0.5, outputDeviation: 0.02), x = leaf([9, 5])
    fill(layer)
    var evaluation = Context.evaluation, training = Context.training(RandomGenerator(seed: 4))
    let expected = layer.down(layer.up(x).gelu()).elements
    #expect(layer(x, &evaluation).elements == expected)
    for (dropped, whole) in zip(layer(x, &training).elements, expected) {
      #expect(dropped == 0 || dropped == 2 * whole)
    }
    #expect(training.generator != RandomGenerator(seed: 4))
  }

  @Test func theActivationIsTheOneAskedFor() {
    let x = leaf([3, 5])
    var context = Context.evaluation
    for activation in [GELUApproximation.exact, .tanh] {
      let layer = FeedForward(width: 5, bias: true, dropout: 0, outputDeviation: 0.02, activation: activation)
      fill(layer)
      expectTensor(
        layer(x, &context), matches: layer.down(layer.up(x).gelu(activation)).elements, shape: [3, 5])
    }
  }
}
