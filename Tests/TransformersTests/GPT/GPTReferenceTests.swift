import Foundation
import Layers
import Tensors
import Testing
import TestSupport
import Transformers

/// Compares the logits, loss and all gradients of a tiny GPT with those of PyTorch.
struct GPTReferenceTests {
  private struct Reference: Decodable {
    struct Configuration: Decodable {
      let vocabulary, context, layers, heads, width, batch: Int
    }

    let configuration: Configuration
    let parameters: [String: ReferenceTensor]
    let inputs: [[Int32]]
    let targets: [[Int32]]
    let logits: ReferenceTensor
    let loss: Double
    let gradients: [String: ReferenceTensor]
  }

  @Test func logitsLossAndGradientsMatchPyTorch() throws {
    let reference: Reference = try reference("gpt.json", in: .module)
    let sizes = reference.configuration
    let model = GPT(
      GPTConfiguration(
        vocabularySize: sizes.vocabulary, contextLength: sizes.context, layerCount: sizes.layers,
        headCount: sizes.heads, width: sizes.width, hasBiases: true))
    let names = model.namedParameters.map(\.name)
    #expect(Set(names) == Set(reference.parameters.keys))
    #expect(Set(names) == Set(reference.gradients.keys))
    for (name, parameter) in model.namedParameters.map({ ($0.name, $0.parameter) }) {
      let values = try #require(reference.parameters[name])
      try #require(parameter.shape == Shape(values.shape), "\(name)")
      for (i, value) in values.data.enumerated() { parameter.data[i] = value }
    }
    let ids = reference.inputs.flatMap { $0 }, targets = reference.targets.flatMap { $0 }
    #expect(reference.inputs.count == sizes.batch)

    let logits = model.logits(ids, batchSize: sizes.batch)
    expectTensor(logits, matches: reference.logits, tolerance: 2e-6, "logits")
    var pass = ForwardPass.evaluation
    let loss = model.loss(ids, targets: targets, batchSize: sizes.batch, &pass)
    #expect(abs(Double(loss.item) - reference.loss) < 5e-7)
    loss.backward()
    for named in model.namedParameters {
      let expected = try #require(reference.gradients[named.name])
      expectTensor(named.parameter.gradient, matches: expected, tolerance: 5e-6, named.name)
    }
  }
}
