import Kernels
import Layers
import Numerics
import Tensors
import Testing
import TestSupport
import Transformers

import class Kernels.Memory

struct GPTTests {
  private func configuration(dropout: Float = 0, hasBiases: Bool = true) -> GPTConfiguration {
    GPTConfiguration(
      vocabularySize: 7, contextLength: 5, layerCount: 2, headCount: 2, width: 6, dropout: dropout,
      hasBiases: hasBiases)
  }

  private let ids: [Int32] = [0, 6, 3, 3, 1, 2, 4, 5, 0, 6]

  @Test(arguments: [true, false], [0, 0.2] as [Float])
  func gradientsMatchFiniteDifferences(hasBiases: Bool, dropout: Float) {
    let model = GPT(configuration(dropout: dropout, hasBiases: hasBiases))
    fill(model)
    let pass = ForwardPass.training(RandomGenerator(seed: 4))
    let inputs = model.namedParameters.map { (name: $0.name, tensor: $0.parameter as Tensor) }
    checkGradient(of: inputs, step: 0x1p-6, tolerance: 3e-4) {
      var pass = pass
      return model.logits(ids, batchSize: 2, &pass)
    }
  }

  @Test(arguments: [true, false]) func everyChildIsListed(hasBiases: Bool) {
    expectChildrenAreComplete(GPT(configuration(dropout: 0.1, hasBiases: hasBiases)), "gpt")
  }

  @Test func namesComeInTheOrderOfUse() {
    let block = [
      "norm1.weight", "norm1.bias", "attention.qkv.weight", "attention.qkv.bias", "attention.output.weight",
      "attention.output.bias", "norm2.weight", "norm2.bias", "mlp.up.weight", "mlp.up.bias",
      "mlp.down.weight",
      "mlp.down.bias",
    ]
    let expected =
      ["token.weight", "position.weight"] + block.map { "blocks.0." + $0 } + block.map { "blocks.1." + $0 }
      + [
        "norm.weight", "norm.bias",
      ]
    #expect(GPT(configuration()).namedParameters.map(\.name) == expected)
    #expect(
      GPT(configuration(hasBiases: false)).namedParameters.map(\.name)
        == expected.filter { !$0.hasSuffix("bias") })
  }

  /// Runs in a separate process because parallel tests share the pool.
  @Test func countingTheParametersOfAGPT2TakesNoMemory() async {
    await #expect(processExitsWith: .success) {
      let before = Memory.pool.reservedBytes
      let model = GPT(
        GPTConfiguration(
          vocabularySize: 50_257, contextLength: 1024, layerCount: 12, headCount: 12, width: 768,
          hasBiases: true))
      #expect(model.parameterCount == 124_439_808)
      #expect(Memory.pool.reservedBytes == before)
    }
  }

  @Test func everyParameterIsInitializedByItsKind() {
    let model = GPT(
      GPTConfiguration(
        vocabularySize: 101, contextLength: 64, layerCount: 3, headCount: 2, width: 64, hasBiases: true))
    model.initialize(seed: 1337)
    for named in model.namedParameters {
      let x = named.parameter.elements.map(Double.init)
      let deviation = (x.reduce(0) { $0 + $1 * $1 } / Double(x.count)).squareRoot()
      switch named.name {
      case let name where name.hasSuffix("bias"): #expect(x.allSatisfy { $0 == 0 }, "\(name)")
      case let name where name.contains("norm"): #expect(x.allSatisfy { $0 == 1 }, "\(name)")
      case let name where name.hasSuffix("output.weight") || name.hasSuffix("down.weight"):
        #expect(abs(deviation / (0.02 / 6.0.squareRoot()) - 1) < 0.05, "\(name)")
      case let name: #expect(abs(deviation / 0.02 - 1) < 0.05, "\(name)")
      }
    }
  }

  @Test func equalSeedsGiveTheSameBitsAndOthersDiffer() {
    let models = (0..<3).map { _ in GPT(configuration()) }
    for (model, seed) in zip(models, [1, 1, 2] as [UInt64]) { model.initialize(seed: seed) }
    let logits = models.map { $0.logits(ids, batchSize: 2).elements.map(\.bitPattern) }
    #expect(logits[0] == logits[1])
    #expect(logits[0] != logits[2])
  }

  @Test func laterTokensDoNotChangeEarlierLogits() {
    let model = GPT(configuration())
    fill(model)
    let before = model.logits([0, 1, 2, 3, 4], batchSize: 1),
      after = model.logits([0, 1, 2, 6, 6], batchSize: 1)
    #expect(before.shape == [1, 5, 7])
    #expect(before.slice(axis: 1, 0..<3).elements == after.slice(axis: 1, 0..<3).elements)
    #expect(before.slice(axis: 1, 3..<5).elements != after.slice(axis: 1, 3..<5).elements)
  }

  @Test func shortTextsUseTheFirstPositions() {
    let model = GPT(configuration())
    fill(model)
    let whole = model.logits([0, 1, 2, 3, 4], batchSize: 1), start = model.logits([0, 1, 2], batchSize: 1)
    expectTensor(start, matches: Array(whole.elements[..<21]), shape: [1, 3, 7], tolerance: 1e-6)
  }

  @Test func sequencesOfABatchAreIndependent() {
    let model = GPT(configuration())
    fill(model)
    let both = model.logits(ids, batchSize: 2)
    let second = model.logits(Array(ids[5...]), batchSize: 1)
    expectTensor(both.slice(axis: 0, 1..<2), matches: second.elements, shape: [1, 5, 7], tolerance: 1e-6)
  }

  @Test func dropoutIsActiveOnlyInTraining() {
    let model = GPT(configuration(dropout: 0.5)), plain = GPT(configuration())
    fill(model)
    fill(plain)
    var training = ForwardPass.training(RandomGenerator(seed: 4))
    #expect(model.logits(ids, batchSize: 2).elements == plain.logits(ids, batchSize: 2).elements)
    let first = model.logits(ids, batchSize: 2, &training).elements
    #expect(first != plain.logits(ids, batchSize: 2).elements)
    #expect(model.logits(ids, batchSize: 2, &training).elements != first)
    // Each pass draws once for the embeddings and, in each of the two blocks, for the attention weights and two
    // results.
    var generator = RandomGenerator(seed: 4)
    for _ in 0..<2 * (1 + 2 * 3) { _ = generator.next() }
    #expect(training.generator == generator)
  }

  @Test(arguments: Mistake.allCases) func invalidIdsStopTheProgram(_ mistake: Mistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
      let model = GPT(
        GPTConfiguration(vocabularySize: 7, contextLength: 5, layerCount: 1, headCount: 1, width: 2))
      model.initialize(seed: 1)
      _ = model.logits(mistake.ids, batchSize: mistake.batchSize)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: \(mistake.message)\n"))
  }

  enum Mistake: String, CaseIterable, Codable, Sendable {
    case tooLong, unknownToken, unevenBatch

    var ids: [Int32] { self == .tooLong ? [0, 1, 2, 3, 4, 5] : self == .unknownToken ? [0, 7] : [0, 1, 2] }
    var batchSize: Int { self == .unevenBatch ? 2 : 1 }
    var message: String {
      switch self {
      case .tooLong: "GPT: 6 ids in 1 sequences do not fit a context of 5"
      case .unknownToken: "embedding: id 7 is outside the table of shape (7, 2)"
      case .unevenBatch: "GPT: 3 ids in 2 sequences do not fit a context of 5"
      }
    }
  }
}
