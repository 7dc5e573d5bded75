import Corpora
import Kernels
import Layers
import Numerics
import Tensors
import Testing
import TestSupport
import Training
import Transformers

import class Kernels.Memory
import enum Kernels.Threads

struct GPTMicroBatchTests {
  private static func model(dropout: Float = 0) -> GPT {
    let model = GPT(
      GPTConfiguration(
        vocabularySize: 11, contextLength: 64, layerCount: 2, headCount: 2, width: 12, dropout: dropout))
    fill(model)
    return model
  }

  private static func batch(_ batchSize: Int) -> Batch {
    var random = RandomValues(seed: 2)
    let tokens = random.ids(5000, below: 11)
    var generator = RandomGenerator(seed: 3)
    return randomBatch(from: tokens[...], batchSize: batchSize, length: 64, using: &generator)
  }

  /// 70 windows of 64 tokens: nine micro-batches of seven or eight.
  @Test func microBatchesGiveTheLossAndGradientsOfTheWholeBatch() {
    let model = Self.model(), batch = Self.batch(70)
    var pass = ForwardPass.evaluation, loss = 0.0
    let whole = gradients(of: model.parameters) { model.loss(batch, &pass) }
    let expectedLoss = model.loss(batch, &pass).item
    let total = Gradients(of: model.parameters)
    #expect(batch.microBatches.count == 9)
    for (microBatch, weight) in zip(batch.microBatches, batch.microBatchWeights) {
      let value = model.loss(microBatch, &pass)
      loss += Double(value.item) * Double(weight)
      value.backward(into: total, scale: weight)
    }
    #expect(abs(loss / Double(expectedLoss) - 1) < 1e-6)
    for named in model.namedParameters {
      let expected = whole[named.parameter]!
      expectTensor(
        total[named.parameter]!, matches: expected.elements, shape: expected.shape, tolerance: 5e-6, named.name)
    }
  }

  /// Runs in a separate process because parallel tests share memory, and on one thread because several threads may or
  /// may not need their scratch memory at the same time.
  @Test func manyMicroBatchesNeedNoMoreMemoryThanAFew() async {
    await #expect(processExitsWith: .success) {
      Threads.count = 1
      let model = Self.model(dropout: 0.2), few = Self.batch(4 * 8), many = Self.batch(32 * 8)
      let trainer = Trainer(model.namedParameters, TrainingOptions(), tokensPerStep: 1)
      func step(_ batch: Batch) throws -> Int {
        _ = try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { model.loss($0, &$1) }
        return Memory.allReservedBytes
      }
      let ofFew = try step(few), ofMany = try step(many)
      #expect(few.microBatches.count == 4 && many.microBatches.count == 32)
      // The gradients of a group's first micro-batch are still held during the forward pass of the second.
      let ofGradients = 4 * 4 * model.parameterCount
      #expect(ofMany <= ofFew + ofGradients && ofFew > 10 * ofGradients, "\(ofFew) \(ofMany) \(ofGradients)")
      for _ in 0..<3 { #expect(try step(many) == ofMany) }
    }
  }
}
