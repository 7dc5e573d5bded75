import Corpora
import Foundation
import Layers
import LanguageModels
import Numerics
import Recurrent
import Tensors
import TestSupport
import Testing
import Training

typealias Kind = RecurrentConfiguration.Kind

/// A model of odd sizes with parameters of order one.
func smallModel(_ kind: Kind) -> RecurrentModel {
  let model = RecurrentModel(
    RecurrentConfiguration(kind, vocabularySize: 7, embeddingSize: 5, hiddenSize: 17, layerCount: 2))
  fill(model)
  return model
}

/// -log of the softmax of the logits at the target, in nats.
func naiveLoss(_ logits: some Collection<Float>, _ target: Int32) -> Double {
  let logits = logits.map(Double.init)
  return log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(target)]
}

struct RecurrentModelTests {
  @Test(arguments: Kind.allCases)
  func childrenAreComplete(kind: Kind) { expectChildrenAreComplete(smallModel(kind)) }

  @Test(arguments: Kind.allCases, [(7, 5, 17, 1), (65, 32, 256, 2)])
  func theParameterCountFollowsTheFormula(kind: Kind, sizes: (V: Int, D: Int, H: Int, layers: Int)) {
    let (V, D, H, layers) = sizes, gates = kind == .rnn ? 1 : 4
    let model = RecurrentModel(
      RecurrentConfiguration(kind, vocabularySize: V, embeddingSize: D, hiddenSize: H, layerCount: layers))
    let below = (0..<layers).map { $0 == 0 ? D : H }
    #expect(model.parameterCount == V * D + below.reduce(0) { $0 + gates * H * ($1 + 1 + H) } + V * (H + 1))
  }

  /// A row of a batch is a text of its own, and the state before its first token is zero.
  @Test(arguments: Kind.allCases)
  func theLossOfABatchIsThatOfItsWindows(kind: Kind) {
    let model = smallModel(kind)
    var random = RandomValues(seed: 5), generator = RandomGenerator(seed: 6)
    let batch = randomBatch(from: random.ids(200, below: 7)[...], batchSize: 3, length: 5, using: &generator)
    var expected = 0.0
    for row in 0..<3 {
      for t in 0..<5 {
        let seen = Array(batch.inputs[row * 5...row * 5 + t])
        expected += naiveLoss(model.nextLogits(after: seen), batch.targets[row * 5 + t]) / 15
      }
    }
    #expect(abs(Double(model.loss(of: batch).item) / expected - 1) < 1e-6)
  }

  @Test(arguments: Kind.allCases)
  func gradientsOfTheLossMatchFiniteDifferences(kind: Kind) {
    let model = smallModel(kind)
    var random = RandomValues(seed: 5), generator = RandomGenerator(seed: 6)
    let batch = randomBatch(from: random.ids(200, below: 7)[...], batchSize: 2, length: 4, using: &generator)
    checkGradient(
      of: model.namedParameters.map { (name: $0.name, tensor: $0.parameter) }, step: 0x1p-6, tolerance: 1e-3
    ) { model.loss(of: batch) }
  }

  /// Reading in two parts, with the state between them, is reading at once.
  @Test(arguments: Kind.allCases)
  func theStateCarriesAllThatWasRead(kind: Kind) {
    let model = smallModel(kind)
    withoutGradients {
      let ids: [Int32] = [1, 4, 2, 0, 6, 6, 3, 1, 5, 2], whole = model.logits(ids, batchSize: 2).logits
      let (_, state) = model.logits(Array(ids[..<4]), batchSize: 2)
      let rest = model.logits(Array(ids[4...]), batchSize: 2, from: state).logits
      #expect(whole.shape == [5, 2, 7] && rest.elements == whole[2..<5].elements)
    }
  }

  /// The bits of a short training run, large enough to be split across threads.
  private static func training(_ kind: Kind) throws -> [[UInt32]] {
    let model = RecurrentModel(RecurrentConfiguration(kind, vocabularySize: 29, embeddingSize: 19, hiddenSize: 49))
    model.initialize(seed: 5)
    var random = RandomValues(seed: 6)
    let text = random.ids(3000, below: 29)
    var options = TrainingOptions()
    (options.steps, options.warmup) = (6, 2)
    let trainer = Trainer(model.namedParameters, options, tokensPerStep: 33 * 30, seed: 7)
    var batch = Batch(batchSize: 33, length: 30)
    let losses = try (0..<6).map { _ in
      var generator = trainer.state.batchGenerator
      batch.fill(from: text[...], using: &generator)
      return try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { microBatch, _ in
        model.loss(of: microBatch)
      }.loss.bitPattern
    }
    return [losses] + model.parameters.map { $0.elements.map(\.bitPattern) }
  }

  @Test(arguments: Kind.allCases)
  func trainingGivesTheSameBitsOnAnyThreadCount(kind: Kind) throws {
    let expected = try onThreads(1) { try Self.training(kind) }
    #expect(Set(expected[0]).count == 6)
    for threads in [2, 3, 7] {
      let isSame = try onThreads(threads) { try Self.training(kind) } == expected
      #expect(isSame, "\(threads) threads")
    }
  }

  /// After a 2 comes a 0 or a 1, in turn: only the state knows which.
  @Test(arguments: Kind.allCases)
  func aPatternThatNeedsMemoryIsLearned(kind: Kind) throws {
    let model = RecurrentModel(RecurrentConfiguration(kind, vocabularySize: 3, embeddingSize: 4, hiddenSize: 16))
    model.initialize(seed: 1)
    let tokens = (0..<600).map { [0, 2, 2, 1, 2, 2][$0 % 6] as Int32 }
    var options = TrainingOptions()
    (options.steps, options.warmup, options.learningRate) = (150, 10, 2e-2)
    let trainer = Trainer(model.namedParameters, options, tokensPerStep: 8 * 24, seed: 1)
    var batch = Batch(batchSize: 8, length: 24)
    for _ in 0..<150 {
      var generator = trainer.state.batchGenerator
      batch.fill(from: tokens[...], using: &generator)
      _ = try trainer.step { _ in model.loss(of: batch) }
    }
    #expect(model.evaluate(tokens, from: 100).loss < 0.03)
  }
}

struct RecurrentLanguageModelTests {
  /// Long enough for several pieces, or for less than one.
  @Test(arguments: Kind.allCases, [1, 2, 50, 1100, 1199, 1200])
  func evaluationPredictsEveryTokenOnce(kind: Kind, start: Int) {
    let model = smallModel(kind)
    // The state forgets, so that reading from 64 tokens before is almost the same as reading everything.
    for parameter in model.parameters { for i in 0..<parameter.count { parameter.data[i] *= 0.4 } }
    var random = RandomValues(seed: 9)
    let tokens = random.ids(1200, below: 7)
    let logits = withoutGradients { model.logits(tokens, batchSize: 1).logits }
    var total = 0.0
    for place in start..<tokens.count { total += naiveLoss(logits[place - 1, 0].elements, tokens[place]) }
    let evaluation = model.evaluate(tokens, from: start)
    #expect(evaluation.tokenCount == 1200 - start)
    #expect(abs(evaluation.loss - total / Double(max(1, 1200 - start))) < 3e-6)
  }

  @Test(arguments: Kind.allCases)
  func generationKeepsTheStateAndWritesTheTextThatRereadingWrites(kind: Kind) throws {
    let model = smallModel(kind), sampler = Sampler(temperature: 0.9)
    var random = RandomValues(seed: 2)
    // More than the tokens that are read at a time.
    let prompt = random.ids(70, below: 7)
    var generator = RandomGenerator(seed: 4), again = generator
    let text = try model.generate(after: prompt, count: 80, sampler: sampler, using: &generator)
    var reread = prompt
    for _ in 0..<80 { reread.append(try sampler.draw(model.nextLogits(after: reread), using: &again)) }
    #expect(text == Array(reread.suffix(80)) && Set(text).count > 3 && generator == again)
  }

  @Test func anEmptyPromptTraps() async {
    await #expect(processExitsWith: .failure) { _ = smallModel(.rnn).nextLogits(after: []) }
  }
}
