import Foundation
import Numerics
import Testing
import TestSupport
import Training
import Transformers

/// The part of the reference that the training test needs, computed by PyTorch in double precision.
private struct Reference: Decodable {
  struct Packed: Decodable { let data: [Float] }
  struct Training: Decodable { let losses: [Double] }
  let parameters: [String: Packed]
  let inputs: [[Int32]]
  let targets: [[Int32]]
  let training: Training
}

@Test func tenTrainingStepsMatchTheReference() throws {
  let url = try #require(Bundle.module.url(forResource: "gpt", withExtension: "json", subdirectory: "Resources"))
  let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
  let model = GPT(
    GPTConfiguration(vocabularySize: 11, contextLength: 6, layerCount: 2, headCount: 2, width: 8, hasBiases: true))
  for named in model.namedParameters {
    let numbers = try #require(reference.parameters[named.name]).data
    try #require(numbers.count == named.parameter.count)
    named.parameter.data.update(from: numbers, count: numbers.count)
  }
  var options = TrainingOptions()
  (options.steps, options.warmup) = (10, 0)
  (options.learningRate, options.minimumLearningRate) = (0.01, 0.01)
  let trainer = Trainer(model.namedParameters, options, tokensPerStep: 18)
  let losses = try (0..<10).map { _ in
    try trainer.step { pass in
      model.loss(reference.inputs.flatMap { $0 }, targets: reference.targets.flatMap { $0 }, batchSize: 3, &pass)
    }.loss
  }
  #expect(reference.training.losses.count == 10)
  for (loss, expected) in zip(losses, reference.training.losses) { #expect(abs(Double(loss) / expected - 1) < 2e-6) }
}

/// The results of a short run, as bit patterns.
private struct Bits {
  var losses: [UInt32] = []
  var gradientNorms: [UInt64] = []
  var parameters: [[UInt32]] = []
}

extension RandomGenerator {
  fileprivate var firstNumber: UInt64 {
    var copy = self
    return copy.next()
  }
}

/// Runs fifty steps with dropout, determined only by seeds. The sizes spread work across threads and leave remainders
/// everywhere: width 48 is not a multiple of the microkernel, and 5 x 23 rows are not a multiple of any block.
private func fiftySteps() throws -> Bits {
  let model = GPT(
    GPTConfiguration(vocabularySize: 29, contextLength: 23, layerCount: 2, headCount: 3, width: 48, dropout: 0.2))
  model.initialize(seed: 5)
  var options = TrainingOptions()
  (options.steps, options.warmup) = (50, 5)
  let trainer = Trainer(model.namedParameters, options, tokensPerStep: 7 * 5 * 23, seed: 6)
  var bits = Bits()
  for _ in 0..<50 {
    let data = trainer.state.batchGenerator
    // More micro-batches than groups, so some of them share a set of gradients.
    let step = try trainer.step(Array(0..<7)) { microBatch, pass in
      var generator = RandomGenerator(seed: UInt64(microBatch))
      generator = RandomGenerator(seed: generator.next() ^ data.firstNumber)
      let ids = (0..<5 * 23 + 1).map { _ in Int32(generator.next() % 29) }
      return model.loss(Array(ids.dropLast()), targets: Array(ids.dropFirst()), batchSize: 5, &pass)
    }
    bits.losses.append(step.loss.bitPattern)
    bits.gradientNorms.append(step.gradientNorm.bitPattern)
  }
  bits.parameters = model.parameters.map { $0.elements.map(\.bitPattern) }
  return bits
}

@Test func fiftyTrainingStepsGiveTheSameBitsOnAnyThreadCount() throws {
  let expected = try onThreads(1, fiftySteps)
  #expect(expected.losses.count == 50 && Set(expected.losses).count == 50)
  #expect(expected.parameters.count == 4 + 2 * 12)
  for threads in [2, 3, 7] {
    let bits = try onThreads(threads, fiftySteps)
    // A failing #expect(x == y) would print thousands of numbers.
    let isSame = (bits.losses == expected.losses, bits.gradientNorms == expected.gradientNorms)
    let isSameModel = bits.parameters == expected.parameters
    #expect(isSame.0, "losses on \(threads) threads")
    #expect(isSame.1, "gradient norms on \(threads) threads")
    #expect(isSameModel, "parameters on \(threads) threads")
  }
}
