import Layers
import Numerics
import Tensors
import Testing
import TestSupport

struct SelfAttentionTests {
  private func attention(bias: Bool, dropout: Float = 0) -> SelfAttention {
    SelfAttention(width: 6, headCount: 2, bias: bias, dropout: dropout, outputStandardDeviation: 0.01)
  }

  @Test(arguments: [true, false], [0, 0.3] as [Float])
  func gradientsMatchFiniteDifferences(bias: Bool, dropout: Float) {
    let layer = attention(bias: bias, dropout: dropout)
    let x = leaf([2, 5, 6]), residual = leaf([2, 5, 6], seed: 2)
    let pass = ForwardPass.training(RandomGenerator(seed: 4))
    // A bias of the keys changes nothing, because it adds the same number to all scores of a query. Its gradient is
    // rounding noise, but it is a third of one parameter, and the other gradients of that parameter are not noise.
    checkGradient(of: layer, inputs: ["x": x, "residual": residual]) {
      var pass = pass
      return layer(x, addedTo: residual, &pass)
    }
  }

  @Test(arguments: [true, false]) func aGateDecidesHowMuchOfEachHeadPasses(bias: Bool) {
    var form = SelfAttention.Form(headCount: 2)
    (form.hasGate, form.hasInputBias) = (true, bias)
    let layer = SelfAttention(width: 6, form), x = leaf([2, 5, 6]), residual = leaf([2, 5, 6], seed: 2)
    checkGradient(of: layer, inputs: ["x": x, "residual": residual]) {
      var pass = ForwardPass.evaluation
      return layer(x, addedTo: residual, &pass)
    }
    let names = layer.namedParameters.map(\.name).filter { $0.hasPrefix("gate.") }
    #expect(names == (bias ? ["gate.weight", "gate.bias"] : ["gate.weight"]))
  }

  @Test func shutGatesLetOnlyTheLastBiasThrough() throws {
    var form = SelfAttention.Form(headCount: 2)
    form.hasGate = true
    let layer = SelfAttention(width: 6, form), x = leaf([2, 5, 6]), residual = leaf([2, 5, 6], seed: 2)
    fill(layer)
    let gate = try #require(layer.gate?.bias), bias = try #require(layer.output.bias)
    for head in 0..<2 { gate.data[head] = -1000 }
    var pass = ForwardPass.evaluation
    expectTensor(layer(x, addedTo: residual, &pass), matches: (residual + bias).elements, shape: [2, 5, 6])
  }

  @Test func theParametersAreTwoProjections() {
    #expect(
      attention(bias: true).namedParameters.map { "\($0.name) \($0.parameter.shape)" } == [
        "qkv.weight (18, 6)", "qkv.bias (18,)", "output.weight (6, 6)", "output.bias (6,)",
      ])
    #expect(attention(bias: false).parameterCount == 4 * 6 * 6)
  }

  @Test func theSecondProjectionHasItsOwnStandardDeviation() {
    let layer = SelfAttention(width: 96, headCount: 2, bias: true, dropout: 0, outputStandardDeviation: 0.007)
    layer.initialize(seed: 1)
    expectStandardDeviation(of: layer.qkv.weight, 0.02)
    expectStandardDeviation(of: layer.output.weight, 0.007)
  }

  @Test func theResultIsAddedToTheResidualStream() {
    let layer = attention(bias: true), x = leaf([2, 5, 6]), residual = leaf([2, 5, 6], seed: 2)
    fill(layer)
    var pass = ForwardPass.evaluation
    let expected = residual + layer(x, addedTo: .zeros([2, 5, 6]), &pass)
    expectTensor(layer(x, addedTo: residual, &pass), matches: expected.elements, shape: [2, 5, 6])
  }

  @Test func dropoutHappensOnlyInTraining() {
    let layer = attention(bias: true, dropout: 0.5), plain = attention(bias: true), x = leaf([1, 5, 6])
    fill(layer)
    fill(plain)
    var evaluation = ForwardPass.evaluation, training = ForwardPass.training(RandomGenerator(seed: 4))
    let zeros = Tensor.zeros([1, 5, 6])
    let expected = plain(x, addedTo: zeros, &evaluation).elements
    #expect(layer(x, addedTo: zeros, &evaluation).elements == expected)
    #expect(evaluation.generator == ForwardPass.evaluation.generator)
    // One draw for the weights and one for the result.
    let dropped = layer(x, addedTo: zeros, &training).elements
    #expect(dropped.contains(0))
    #expect(dropped != expected)
    var expectedGenerator = RandomGenerator(seed: 4)
    _ = (expectedGenerator.next(), expectedGenerator.next())
    #expect(training.generator == expectedGenerator)
  }
}
