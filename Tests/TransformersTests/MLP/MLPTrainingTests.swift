import Corpora
import Numerics
import Testing
import TestSupport
import Training
import Transformers

struct MLPTrainingTests {
  @Test func aWindowIsAContextAndTheTokenAfterIt() {
    let model = smallMLP(), tokens: [Int32] = [3, 1, 4, 1, 5], text = model.padded(tokens)
    var generator = RandomGenerator(seed: 3)
    let batch = randomBatch(from: text[...], batchSize: 40, length: 3, using: &generator)
    var expected = 0.0, places: Set<[Int32]> = []
    for row in 0..<40 {
      let context = Array(batch.inputs[row * 3..<row * 3 + 3])
      // All contexts of the text are distinct, so each identifies its position.
      let place = tokens.indices.first { Array(text[$0..<$0 + 3]) == context }!
      expected += naiveLoss(naiveLogits(model, context), tokens[place]) / 40
      places.insert(context)
    }
    #expect(places.count == tokens.count, "the first tokens are targets too")
    #expect(abs(Double(model.loss(of: batch).item) / expected - 1) < 1e-6)
  }

  /// The bits of a short training run, large enough to be split across threads.
  private static func training() throws -> [[UInt32]] {
    let model = MLP(MLPConfiguration(vocabularySize: 29, contextLength: 5, embeddingSize: 19, hiddenSize: 97))
    model.initialize(seed: 5)
    var random = RandomValues(seed: 6)
    let text = model.padded(random.ids(3000, below: 29))
    var options = TrainingOptions()
    (options.steps, options.warmup) = (20, 2)
    let trainer = Trainer(model.namedParameters, options, tokensPerStep: 123, seed: 7)
    var batch = Batch(batchSize: 123, length: 5)
    let losses = try (0..<20).map { _ in
      var generator = trainer.state.batchGenerator
      batch.fill(from: text[...], using: &generator)
      return try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { microBatch, _ in
        model.loss(of: microBatch)
      }.loss.bitPattern
    }
    return [losses] + model.parameters.map { $0.elements.map(\.bitPattern) }
  }

  @Test func trainingGivesTheSameBitsOnAnyThreadCount() throws {
    let expected = try onThreads(1, Self.training)
    #expect(Set(expected[0]).count == 20)
    for threads in [2, 3, 7] {
      let isSame = try onThreads(threads, Self.training) == expected
      #expect(isSame, "\(threads) threads")
    }
  }

  @Test func aRepeatingPatternOfThreeTokensIsLearned() throws {
    let model = MLP(MLPConfiguration(vocabularySize: 3, contextLength: 2, embeddingSize: 4, hiddenSize: 16))
    model.initialize(seed: 1)
    let tokens = (0..<300).map { Int32($0 % 3) }, text = model.padded(tokens)
    var options = TrainingOptions()
    (options.steps, options.warmup, options.learningRate) = (200, 10, 1e-2)
    let trainer = Trainer(model.namedParameters, options, tokensPerStep: 16, seed: 1)
    var batch = Batch(batchSize: 16, length: 2)
    for _ in 0..<200 {
      var generator = trainer.state.batchGenerator
      batch.fill(from: text[...], using: &generator)
      _ = try trainer.step { _ in model.loss(of: batch) }
    }
    #expect(model.evaluate(tokens, from: 3).loss < 0.02)
  }
}
