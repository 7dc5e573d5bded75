import Layers
import Tensors
import TestSupport
import Testing

struct EmbeddingTests {
  @Test func gradientsMatchFiniteDifferences() {
    let layer = Embedding(5, 7)
    checkGradient(of: layer) { layer([3, 1, 3, 0, 4, 2], shape: [2, 3]) }
  }

  @Test func gradientsOfATableUsedForInputAndOutputAddUp() {
    let layer = Embedding(5, 7)
    checkGradient(of: layer) { layer.logits(layer([3, 1, 3, 0, 4, 2], shape: [2, 3])) }
  }

  @Test func logitsAreProductsWithEveryRow() {
    let layer = Embedding(3, 2)
    set(layer.weight, [1, 2, 3, 4, 5, 6])
    expectTensor(layer([2, 0], shape: [2]), matches: [5, 6, 1, 2], shape: [2, 2])
    expectTensor(layer.logits(Tensor([1, 2], [1, -1])), matches: [-1, -1, -1], shape: [1, 3])
  }

  @Test func vectorsStartNormallyDistributed() {
    let layer = Embedding(150, 100)
    layer.initialize(seed: 1)
    expectStandardDeviation(of: layer.weight, 0.02)
  }
}
