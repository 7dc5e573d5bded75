import Foundation
import Tensors
import Testing
import TestSupport
import WordVectors

struct GloVeTests {
  @Test func everyChildIsListed() {
    expectChildrenAreComplete(GloVe(vocabularySize: 3, dimensions: 2), "model")
    expectChildrenAreComplete(GloVeOptimizerState(vocabularySize: 3, dimensions: 2), "memory")
    let model = GloVe(vocabularySize: 3, dimensions: 2)
    #expect(model.namedParameters.map(\.name) == ["input.weight", "input.bias", "output.weight", "output.bias"])
  }

  @Test func parametersAreTwoTablesAndTwoBiases() {
    #expect(GloVe(vocabularySize: 1000, dimensions: 300).parameterCount == 2 * 1000 * 301)
  }

  @Test func vectorsAreTheSumsOfBothTables() {
    let model = GloVe(vocabularySize: 3, dimensions: 2)
    fill(model)
    let vectors = model.vectors()
    #expect(vectors.shape == [3, 2] && !vectors.requiresGradient)
    #expect(vectors.elements == zip(model.input.weight.elements, model.output.weight.elements).map { $0 + $1 })
  }

  @Test func aSavedModelLoadsUnchanged() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = GloVe(vocabularySize: 7, dimensions: 5), copy = GloVe(vocabularySize: 7, dimensions: 5)
    fill(model)
    try model.save(to: path)
    try copy.load(from: path)
    for (a, b) in zip(model.namedParameters, copy.namedParameters) {
      expectSameBits(actual: b.parameter.elements, expected: a.parameter.elements, a.name)
    }
  }

  private static let inputs: [Int32] = [0, 3, 3, 1, 4], outputs: [Int32] = [2, 0, 0, 1, 3]
  /// Counts below and above the maximum.
  private static let counts: [Float] = [0.5, 1, 9, 10, 30]

  @Test func theReadableLossMatchesTheFormula() {
    let model = GloVe(vocabularySize: 5, dimensions: 3)
    fill(model)
    var options = GloVeOptions()
    (options.maximumCount, options.exponent) = (10, 0.6)
    var expected = 0.0
    for (k, count) in Self.counts.enumerated() {
      let i = Int(Self.inputs[k]), j = Int(Self.outputs[k])
      var z = Double(model.input.bias[i]) + Double(model.output.bias[j]) - log(Double(count))
      for c in 0..<3 { z += Double(model.input.weight[i, c]) * Double(model.output.weight[j, c]) }
      expected += 0.5 * min(1, pow(Double(count) / 10, 0.6)) * z * z
    }
    let loss = model.pairLoss(inputs: Self.inputs, outputs: Self.outputs, counts: Self.counts, options)
    #expect(abs(Double(loss.item) / expected - 1) < 1e-6)
  }

  @Test func gradientsOfTheReadableLossMatchFiniteDifferences() {
    let model = GloVe(vocabularySize: 5, dimensions: 3)
    fill(model)
    let tensors = model.namedParameters.map { (name: $0.name, tensor: $0.parameter as Tensor) }
    checkGradient(of: tensors) {
      model.pairLoss(inputs: Self.inputs, outputs: Self.outputs, counts: Self.counts, GloVeOptions())
    }
  }
}
