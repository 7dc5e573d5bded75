import Testing
import Transformers

struct TrainingMemoryTests {
  private let shape = GPTConfiguration(vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, width: 128)

  @Test func partsAddUpToTheTotal() {
    let memory = shape.trainingMemoryParts(batchSize: 12), count = shape.parameterCount
    #expect(memory.weights == 4 * count && memory.optimizer == 8 * count && memory.packedCopies == 8 * count)
    #expect(memory.gradients.isMultiple(of: 4 * count) && memory.gradients > 0)
    let parts = [memory.weights, memory.gradients, memory.optimizer, memory.activations, memory.packedCopies]
    #expect(memory.total == parts.reduce(memory.program, +))
    #expect(shape.trainingMemory(batchSize: 12) == memory.total)
  }

  @Test func theOptimizersStateCanBeGiven() {
    let (adamW, none) = (
      shape.trainingMemoryParts(batchSize: 12), shape.trainingMemoryParts(batchSize: 12, optimizerNumbers: 0)
    )
    #expect(none.optimizer == 0 && adamW.total - none.total == adamW.optimizer)
  }

  @Test func theLargestSizesDoNotOverflow() {
    var huge = GPTConfiguration(
      vocabularySize: 1 << 24, contextLength: 1 << 24, layerCount: 1 << 12, headCount: 1, width: 1 << 16)
    huge.innerWidth = 1 << 20
    let memory = huge.trainingMemoryParts(batchSize: 65_536)
    #expect(memory.activations == 1 << 60 && memory.total >= 1 << 60)
  }
}
