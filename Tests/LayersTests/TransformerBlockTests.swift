import Layers
import Numerics
import Testing
import TestSupport

struct TransformerBlockTests {
  @Test(arguments: [true, false], [0, 0.3] as [Float])
  func gradientsMatchFiniteDifferences(bias: Bool, dropout: Float) {
    let layer = TransformerBlock(width: 6, headCount: 2, layerCount: 3, bias: bias, dropout: dropout)
    let x = leaf([2, 5, 6]), pass = ForwardPass.training(RandomGenerator(seed: 4))
    checkGradient(of: layer, inputs: ["x": x]) {
      var pass = pass
      return layer(x, &pass)
    }
  }

  @Test func bothLayersReadTheNormAndAddToTheResidualStream() {
    let block = TransformerBlock(width: 6, headCount: 2, layerCount: 3, bias: true, dropout: 0)
    fill(block)
    let x = leaf([1, 5, 6])
    var pass = ForwardPass.evaluation
    let middle = block.attention(block.norm1(x), addedTo: x, &pass)
    let expected = block.feedForward(block.norm2(middle), addedTo: middle, &pass)
    expectTensor(block(x, &pass), matches: expected.elements, shape: [1, 5, 6])
  }

  @Test func weightsIntoTheResidualStreamStartSmallerInDeeperModels() {
    let block = TransformerBlock(width: 64, headCount: 2, layerCount: 8, bias: true, dropout: 0)
    block.initialize(seed: 1)
    expectStandardDeviation(of: block.attention.qkv.weight, 0.02)
    expectStandardDeviation(of: block.attention.output.weight, 0.02 / 4)
    expectStandardDeviation(of: block.feedForward.up.weight, 0.02)
    expectStandardDeviation(of: block.feedForward.down.weight, 0.02 / 4)
  }
}
