import Layers
import Tensors
import TestSupport
import Testing

struct DynamicTanhTests {
  @Test(arguments: [true, false]) func gradientsMatchFiniteDifferences(bias: Bool) {
    let layer = DynamicTanh(17, bias: bias), x = leaf([2, 3, 17])
    checkGradient(of: layer, inputs: ["x": x]) { layer(x) }
  }

  @Test func aNewOneIsATanhOfHalf() {
    let layer = DynamicTanh(5), x = leaf([3, 5])
    layer.initialize(seed: 1)
    expectTensor(layer(x), matches: (x * 0.5).tanh().elements, shape: [3, 5], tolerance: 1e-6)
  }
}
