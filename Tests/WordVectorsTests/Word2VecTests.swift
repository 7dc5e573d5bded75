import Kernels
import Numerics
import Testing
import TestSupport

@testable import WordVectors

struct Word2VecTests {
  /// A model with nonzero output rows, so no gradient is trivially 0.
  private func model(_ objective: Word2VecOptions.Objective = .negativeSampling) -> Word2Vec {
    let model = Word2Vec(vocabularySize: 9, dimensions: 21, objective: objective)
    var generator = RandomGenerator(seed: 3)
    for parameter in model.parameters {
      for i in 0..<parameter.count { parameter.data[i] = generator.normal() * 0.3 }
    }
    return model
  }

  @Test func parametersAreTwoTablesWithoutBiases() {
    #expect(Word2Vec(vocabularySize: 1000, dimensions: 300).parameterCount == 600_000)
    let nodes = Word2Vec(vocabularySize: 1000, dimensions: 300, objective: .hierarchicalSoftmax)
    #expect(nodes.namedParameters.map(\.name) == ["input.weight", "output.weight"])
    #expect(nodes.output.weight.shape == [999, 300])
  }

  @Test func inputsStartNearZeroAndOutputsAtZero() {
    let model = Word2Vec(vocabularySize: 200, dimensions: 50)
    model.initialize(seed: 1)
    let input = model.input.weight.elements
    #expect(input.allSatisfy { abs($0) <= 0.01 } && input.contains { $0 > 0.009 } && input.contains { $0 < -0.009 })
    #expect(model.output.weight.elements.allSatisfy { $0 == 0 })
  }

  @Test func softmaxLossIsTheCrossEntropyOverAllWords() {
    let model = model()
    checkGradient(of: model.namedParameters.map { ($0.name, $0.parameter) }, tolerance: 2e-4) {
      model.softmaxLoss(inputs: [0, 3, 3, 8], targets: [1, 0, 2, 7])
    }
  }

  @Test(arguments: [false, true])
  func pairLossHasCorrectGradients(usesMean: Bool) {
    let model = model()
    checkGradient(of: model.namedParameters.map { ($0.name, $0.parameter) }, tolerance: 2e-4) {
      model.pairLoss(inputs: [0, 3, 5], outputs: [1, 0, 2, 7], truths: [1, 0, 0, 1], usesMean: usesMean)
    }
  }

  /// The readable version and the kernels move the same vectors by the same steps.
  @Test(arguments: [(3, false), (1, false), (4, true)])
  func kernelsComputeTheGradientOfTheReadableLoss(inputCount: Int, usesMean: Bool) {
    let inputs = Array([0, 3, 5, 8].prefix(inputCount)) as [Int32], outputs: [Int32] = [1, 0, 2, 7, 4, 6, 8]
    let truths: [Float] = [1, 0, 0, 1, 0, 0, 1]
    let readable = model(), fast = model()
    let loss = readable.pairLoss(inputs: inputs, outputs: outputs, truths: truths, usesMean: usesMean)
    loss.backward()

    let rate: Float = 0.5
    let windows = WordWindows(count: 1, inputs: inputs.count, outputs: outputs.count)
    windows.inputs.update(from: inputs, count: inputs.count)
    windows.outputs.update(from: outputs, count: outputs.count)
    (windows.inputCounts[0], windows.outputCounts[0]) = (Int32(inputs.count), Int32(outputs.count))
    windows.positives[0] = truths.indices.reduce(0) { $0 | (truths[$1] == 1 ? 1 << UInt64($1) : 0) }
    let hidden = UnsafeMutablePointer<Float>.allocate(capacity: fast.dimensions)
    let (input, output) = (fast.input.weight, fast.output.weight)
    let fastLoss = windowErrors(
      windows, 0, input.data, output.data, hidden: usesMean ? hidden : nil, width: fast.dimensions, rate: rate)
    updateWindows(windows, count: 1, input.data, output.data, width: fast.dimensions, usesMean: usesMean)

    expectClose(actual: [fastLoss], expected: [loss.item], units: 4)
    for (moved, still) in zip(fast.parameters, readable.parameters) {
      let steps = zip(still.elements, moved.elements).map { ($0 - $1) / rate }
      expectClose(actual: steps, expected: still.gradient!.elements, units: 16)
    }
    windows.deallocate()
    hidden.deallocate()
  }
}
