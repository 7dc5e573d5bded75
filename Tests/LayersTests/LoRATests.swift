import Layers
import Numerics
import Tensors
import TestSupport
import Testing

struct LoRATests {
  @Test func theFirstOutputsAreThoseOfTheMap() {
    let layer = Linear(5, 7), x = leaf([2, 3, 5])
    layer.initialize(seed: 1)
    let before = layer(x).elements
    layer.adapt(LoRA(5, rows: 0..<7, rank: 2, alpha: 6))
    layer.adapters[0].initialize(seed: 2)
    #expect(layer.adapters[0].a.elements.contains { $0 != 0 })
    expectSameBits(actual: layer(x).elements, expected: before)
  }

  /// The adapters change some outputs of a map; between and after them are outputs that stay.
  private func adapted(bias: Bool = true) -> Linear {
    let layer = Linear(5, 9, bias: bias)
    layer.adapt(LoRA(5, rows: 6..<8, rank: 3, alpha: 2))
    layer.adapt(LoRA(5, rows: 1..<4, rank: 2, alpha: 6))
    fill(layer)
    return layer
  }

  @Test(arguments: [true, false]) func gradientsMatchFiniteDifferences(bias: Bool) {
    let layer = adapted(bias: bias), x = leaf([2, 3, 5])
    checkGradient(of: layer, inputs: ["x": x]) { layer(x) }
  }

  @Test func theChangeIsTheScaledProductOfItsTwoMaps() {
    let layer = Linear(2, 3, bias: false)
    layer.adapt(LoRA(2, rows: 1..<3, rank: 1, alpha: 4))
    for (parameter, values) in zip(layer.parameters, [[1, 2, 3, 4, 5, 6], [1, -1], [10, 100]] as [[Float]]) {
      set(parameter, values)
    }
    // x A^T = 3 - 1 = 2, times alpha / r = 4.
    expectTensor(layer(Tensor([2], [3, 1])), matches: [5, 13 + 80, 21 + 800], shape: [3])
    #expect(layer.namedParameters.map(\.name) == ["weight", "adapters.0.a", "adapters.0.b"])
  }

  @Test func mergingKeepsTheOutputs() {
    let layer = adapted(), x = leaf([4, 5])
    let before = layer(x).elements, weight = layer.weight.elements
    layer.mergeAdapters()
    #expect(layer.adapters.isEmpty)
    expectClose(actual: layer(x).elements, expected: before, units: 8)
    let changed = zip(layer.weight.elements, weight).map { $0 != $1 }
    // Rows of five: only those of the adapters have changed.
    #expect((0..<9).filter { row in changed[row * 5..<row * 5 + 5].contains(true) } == [1, 2, 3, 6, 7])
  }

  @Test func removingGivesTheFirstOutputs() {
    let layer = adapted(), x = leaf([4, 5])
    let plain = linear(x, weight: layer.weight, bias: layer.bias).elements
    #expect(layer(x).elements != plain)
    layer.removeAdapters()
    expectSameBits(actual: layer(x).elements, expected: plain)
  }

  @Test func frozenWeightsTakeNoGradient() {
    let layer = Linear(5, 7)
    layer.setTrainable(false)
    layer.adapt(LoRA(5, rows: 0..<7, rank: 2, alpha: 2))
    fill(layer)
    let x = leaf([3, 5]).detached()
    let found = gradients(of: layer.parameters) { (layer(x) * layer(x)).sum() }
    #expect(layer.trainableParameters.map(\.name) == ["adapters.0.a", "adapters.0.b"])
    #expect(layer.parameters.map { found[$0] != nil } == [false, false, true, true])
  }

  @Test(arguments: [false, true]) func feedForwardLayersUseTheirAdapters(isGated: Bool) {
    let layer = FeedForward(width: 5, innerWidth: 7, isGated: isGated, dropout: 0.3, activation: .silu)
    for map in [layer.gate, layer.up].compactMap({ $0 }) { map.adapt(LoRA(5, rows: 0..<7, rank: 2, alpha: 2)) }
    layer.down.adapt(LoRA(7, rows: 0..<5, rank: 3, alpha: 2))
    let x = leaf([2, 3, 5]), residual = leaf([2, 3, 5], seed: 2)
    let training = ForwardPass.training(RandomGenerator(seed: 4))
    checkGradient(of: layer, inputs: ["x": x, "residual": residual], tolerance: 2e-4) {
      var pass = training
      return layer(x, addedTo: residual, &pass)
    }
    var evaluation = ForwardPass.evaluation
    let before = layer(x, addedTo: residual, &evaluation).elements
    for map in [layer.gate, layer.up, layer.down].compactMap({ $0 }) { map.mergeAdapters() }
    expectClose(actual: layer(x, addedTo: residual, &evaluation).elements, expected: before, units: 40)
  }
}
