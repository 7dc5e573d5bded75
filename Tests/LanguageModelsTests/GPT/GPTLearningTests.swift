import Corpora
import LanguageModels
import Layers
import Tensors
import TestSupport
import Testing

import class Kernels.Memory
import enum Kernels.Threads

struct GPTLearningTests {
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

  /// The batch's mean loss, with its gradients left in the model.
  private static func learn(_ model: GPT, from batch: Batch, _ context: inout Context) -> Double {
    var loss = 0.0
    withFixedWeights {
      model.learn(from: batch, &context) { part, share in
        loss += Double(part.item) * Double(share)
        (part * share).backward()
      }
    }
    return loss
  }

  /// 70 windows of 64 tokens: two pieces of 32 and one of 6.
  @Test func piecesGiveLossAndGradientsOfTheWholeBatch() {
    let model = Self.model(), batch = Self.batch(70)
    var context = Context.evaluation
    let whole = model.loss(batch.inputs, targets: batch.targets, batchSize: 70, &context)
    whole.backward()
    let expected = model.parameters.map { $0.gradient! }
    model.parameters.forEach { $0.gradient = nil }

    let loss = Self.learn(model, from: batch, &context)
    #expect(abs(loss / Double(whole.item) - 1) < 1e-6)
    for (named, expected) in zip(model.namedParameters, expected) {
      expectTensor(
        named.parameter.gradient!, matches: expected.elements, shape: expected.shape, tolerance: 5e-6, named.name)
    }
  }

  @Test func piecesOfABatchAreItsWindowsInOrderAndEachDropsOthers() {
    let model = Self.model(dropout: 0.2), batch = Self.batch(40)
    var context = Context.training(RandomGenerator(seed: 4)), single = context
    var losses: [Float] = [], shares: [Float] = []
    model.learn(from: batch, &context) { loss, share in
      losses.append(loss.item)
      shares.append(share)
    }
    #expect(shares == [0.8, 0.2])
    let expected = [0..<32, 32..<40].map { rows in
      let tokens = rows.lowerBound * 64..<rows.upperBound * 64
      return model.loss(
        Array(batch.inputs[tokens]), targets: Array(batch.targets[tokens]), batchSize: rows.count, &single
      ).item
    }
    #expect(losses == expected)
    #expect(context.generator == single.generator)
  }

  /// In a process of its own, as tests that run at the same time share the pool; and on one thread, as several may or
  /// may not need their scratch memory at the same time.
  @Test func manyPiecesNeedTheMemoryOfOne() async {
    await #expect(processExitsWith: .success) {
      Threads.count = 1
      let model = Self.model(dropout: 0.2), one = Self.batch(32), many = Self.batch(8 * 32)
      var context = Context.training(RandomGenerator(seed: 4))
      func step(_ batch: Batch) -> Int {
        _ = Self.learn(model, from: batch, &context)
        model.parameters.forEach { $0.gradient = nil }
        return Memory.pool.reservedBytes
      }
      let ofOne = step(one), ofMany = step(many)
      // The gradients that the first piece has left are there while the second goes forward.
      let ofGradients = 2 * 4 * model.parameterCount
      #expect(ofMany <= ofOne + ofGradients && ofOne > 50 * ofGradients)
      for _ in 0..<3 { #expect(step(many) == ofMany) }
    }
  }
}
