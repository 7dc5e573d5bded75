import Foundation
import LanguageModels
import Layers
import Tensors
import Testing
import Training

/// The part of the reference that training needs; PyTorch in double precision.
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
  let trainer = Trainer(model.parameters, options, tokensPerBatch: 18)
  var context = Context.training(RandomGenerator(seed: 0))
  let losses = try (0..<10).map { _ in
    try trainer.step {
      model.loss(reference.inputs.flatMap { $0 }, targets: reference.targets.flatMap { $0 }, batchSize: 3, &context)
    }.loss
  }
  #expect(reference.training.losses.count == 10)
  for (loss, expected) in zip(losses, reference.training.losses) { #expect(abs(Double(loss) / expected - 1) < 2e-6) }
}
