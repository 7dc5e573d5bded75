import Corpora
import Files
import Foundation
import Layers
import Numerics
import Tensors
import Testing
import TestSupport
import Training
@testable import Transformers

/// All parts, alone and in pairs.
struct GPTPartsTests {
  private func model(_ c: GPTConfiguration, seed: UInt64 = 5) -> GPT {
    let model = GPT(c)
    model.initialize(seed: seed)
    // Large enough for every part to matter, and nothing at 0.
    var generator = RandomGenerator(seed: seed)
    for parameter in model.parameters {
      for i in 0..<parameter.count { parameter.data[i] += generator.normal() * 0.15 }
    }
    return model
  }

  @Test(arguments: PartChoice.all) func theCountOfParametersIsThatOfTheModel(_ choice: PartChoice) throws {
    let c = PartChoice.configuration(choice)
    try c.validate()
    #expect(c.parameterCount == GPT(c).parameterCount)
    #expect(GPT(c).unlistedChildren.isEmpty)
  }

  @Test(arguments: PartChoice.all) func aConfigurationSurvivesItsFile(_ choice: PartChoice) throws {
    let c = PartChoice.configuration(choice)
    #expect(try JSONDecoder().decode(GPTConfiguration.self, from: JSONEncoder().encode(c)) == c)
    #expect(c != PartChoice.configuration())
  }

  // The derivatives of ReLU and of its square have corners, which finite differences round off; both have tests of their
  // own.
  @Test(arguments: PartChoice.all.filter { !["relu", "relu-squared"].contains($0.name) })
  func gradientsMatchFiniteDifferences(_ choice: PartChoice) {
    let model = model(PartChoice.configuration(choice))
    let named = model.namedParameters
    let pass = ForwardPass.training(RandomGenerator(seed: 3))
    // The parameters that this form adds to GPT-2's, and some of those that it shares.
    let plain = Set(GPT(PartChoice.configuration()).namedParameters.map(\.name))
    let checked = named.filter {
      !plain.contains($0.name)
        || ["token.weight", "blocks.0.attention.qkv.weight", "blocks.1.mlp.up.weight"].contains($0.name)
    }.filter { $0.parameter.role != .memory }
    checkGradient(of: checked.map { ($0.name, $0.parameter) }, step: 0x1p-7, tolerance: 5e-3) {
      var pass = pass
      return model.loss([1, 2, 3, 4, 5, 6, 0, 1, 1, 3], targets: [2, 3, 4, 5, 6, 0, 1, 1, 3, 2], batchSize: 2, &pass)
    }
  }

  @Test func allPairsOfPartsTrain() throws {
    for (first, second) in PartChoice.pairs {
      let c = PartChoice.configuration(first, second)
      do { try c.validate() } catch { continue }
      let model = GPT(c)
      model.initialize(seed: 1)
      var options = TrainingOptions()
      (options.steps, options.warmup, options.learningRate) = (40, 1, 5e-3)
      let trainer = Trainer(model.namedParameters, options, tokensPerStep: 16, seed: 1)
      var batch = Batch(batchSize: 2, length: 8)
      let text = (0..<64).map { Int32($0 % 7) }
      var losses: [Float] = []
      while !trainer.isDone {
        var generator = trainer.state.batchGenerator
        batch.fill(from: text[...], using: &generator)
        losses.append(try trainer.step { model.loss(batch, &$0) }.loss)
      }
      #expect(losses[39] < losses[0] - 0.1, "\(first.testDescription) with \(second.testDescription): \(losses)")
    }
  }

  @Test func allPairsOfPartsReadTheSameWithACache() {
    let text: [Int32] = [3, 1, 4, 1, 5, 2, 6, 5]
    for (first, second) in PartChoice.pairs {
      let c = PartChoice.configuration(first, second)
      do { try c.validate() } catch { continue }
      let model = model(c), whole = withoutGradients { model.logits(text, batchSize: 1) }
      let decoder = GPTDecoder(model)
      decoder.prefill(text[..<3])
      for t in 3...text.count {
        let row = whole.slice(axis: 1, t - 1..<t).reshaped(to: [1, 7])
        expectTensor(
          decoder.logits, matches: row.elements, shape: [1, 7], tolerance: 2e-5,
          "\(first.testDescription) with \(second.testDescription), after \(t) tokens")
        if t < text.count { decoder.step([text[t]]) }
      }
    }
  }
}
