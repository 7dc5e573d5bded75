import Foundation
import Layers
import Numerics
import Tensors
import Testing
import TestSupport
import Training

/// Ten steps of PyTorch's AdamW in double precision, with clipping and a cosine schedule.
private struct Reference: Decodable {
  struct Packed: Decodable {
    let shape: [Int]
    let data: [Float]
    var tensor: Tensor { Tensor(Shape(shape), data) }
  }
  struct Step: Decodable {
    let learningRate: Double
    let gradientNorm: Double
    let weights: [Packed]
    enum CodingKeys: String, CodingKey {
      case learningRate = "learning_rate"
      case gradientNorm = "gradient_norm"
      case weights
    }
  }
  let start: [Packed]
  let gradients: [[Packed]]
  let steps: [Step]

  static func load() throws -> Reference {
    let url = try #require(
      Bundle.module.url(forResource: "optimizer", withExtension: "json", subdirectory: "Resources"))
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
  }
}

@Test func adamWClippingAndScheduleMatchTheReference() throws {
  let reference = try Reference.load()
  let parameters = reference.start.map { packed in
    let parameter = Parameter(Shape(packed.shape), .zeros)
    parameter.data.update(from: packed.data, count: packed.data.count)
    return parameter
  }
  var options = TrainingOptions()
  (options.steps, options.warmup) = (10, 0)
  (options.learningRate, options.minimumLearningRate) = (0.01, 0.001)
  (options.weightDecay, options.beta1, options.beta2, options.clip) = (0.1, 0.9, 0.99, 1)
  let trainer = Trainer(named(parameters), options, tokensPerStep: 1)
  #expect(reference.steps.count == 10 && reference.gradients.count == 10)
  for (gradients, expected) in zip(reference.gradients, reference.steps) {
    // The gradient of the sum of w times g with respect to w is g.
    let step = try trainer.step { _ in
      zip(parameters, gradients).map { ($0 * $1.tensor).sum() }.reduce(Tensor(0)) { $0 + $1 }
    }
    #expect(abs(step.learningRate - expected.learningRate) < 1e-12)
    #expect(abs(step.gradientNorm / expected.gradientNorm - 1) < 1e-6)
    #expect(expected.weights.count == parameters.count)
    for (parameter, weights) in zip(parameters, expected.weights) {
      #expect(parameter.elements.count == weights.data.count)
      for (a, b) in zip(parameter.elements, weights.data) { #expect(abs(a - b) < 1e-6) }
    }
  }
}

@Test func onlyMatricesDecay() {
  let matrix = Parameter([2, 3], .ones), vector = Parameter([3], .ones)
  var generator = RandomGenerator(seed: 1)
  for parameter in [matrix, vector] { parameter.initialize(using: &generator) }
  let zeros = gradients(of: [matrix, vector]) { matrix.sum() * 0 + vector.sum() * 0 }
  AdamW(named([matrix, vector]), .init(weightDecay: 0.5)).update(zeros, learningRate: 0.1)
  #expect(matrix.elements == [Float](repeating: 0.95, count: 6))
  #expect(vector.elements == [1, 1, 1])
}

@Test func aParameterWithoutAGradientDoesNotChange() {
  let parameter = Parameter([2, 2], .ones)
  var generator = RandomGenerator(seed: 1)
  parameter.initialize(using: &generator)
  AdamW(named([parameter])).update(Gradients(of: [parameter]), learningRate: 0.1)
  #expect(parameter.elements == [1, 1, 1, 1])
}
