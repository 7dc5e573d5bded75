import Layers
import Tensors
import TestSupport
import Testing

struct LayerNormTests {
  @Test(arguments: [true, false]) func gradientsMatchFiniteDifferences(bias: Bool) {
    let layer = LayerNorm(17, bias: bias), x = leaf([2, 3, 17])
    checkGradient(of: layer, inputs: ["x": x]) { layer(x) }
  }

  @Test(arguments: [true, false]) func aNewLayerNormNeitherScalesNorShifts(bias: Bool) {
    let layer = LayerNorm(5, bias: bias), x = leaf([3, 5])
    layer.initialize(seed: 1)
    #expect(layer.weight.elements == [1, 1, 1, 1, 1])
    #expect(layer.bias?.elements == (bias ? [0, 0, 0, 0, 0] : nil))
    expectTensor(layer(x), matches: layerNorm(x, weight: .ones([5])).elements, shape: [3, 5])
  }
}
