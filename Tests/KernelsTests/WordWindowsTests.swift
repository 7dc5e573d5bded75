import Foundation
import TestSupport
import Testing

@testable import Kernels

@Suite struct WordWindowsTests {
  private static let widths = [1, 3, 16, 17, 33, 100]

  private func example(_ width: Int, _ outputCount: Int, usesMean: Bool) -> WindowsExample {
    var random = RandomValues(seed: UInt64(width * 100 + outputCount))
    return WindowsExample(count: 24, outputCount: outputCount, width: width, usesMean: usesMean, random: &random)
  }

  @Test(arguments: widths, 1...13) func errorsAndLossesMatchTheNaiveReference(width: Int, outputCount: Int) {
    for usesMean in [false, true] {
      let e = example(width, outputCount, usesMean: usesMean)
      let losses = e.losses()
      let input = e.input.map(Double.init), output = e.output.map(Double.init), rate = Double(e.rate)
      var actual: [Float] = [], expected: [Double] = [], sizes: [Double] = []
      var expectedLosses: [Double] = [], lossSizes: [Double] = []
      for w in 0..<e.count {
        let (inputs, outputs, truths) = e.window(w)
        var loss = 0.0, lossSize = 0.0
        let rows =
          usesMean && !inputs.isEmpty
          ? [Naive.meanRow(input, inputs, width: width)] : inputs.map { Naive.row(input, $0, width: width) }
        for x in outputs.isEmpty ? [] : rows {
          for (id, truth) in zip(outputs, truths) {
            let z = Naive.score(x, Naive.row(output, id, width: width))
            let error = rate * (truth > 0 ? 1 / (1 + exp(z.value)) : -1 / (1 + exp(-z.value)))
            expected.append(error)
            sizes.append(abs(error) * (1 + z.size))
            loss += Naive.softplus(truth > 0 ? -z.value : z.value)
            lossSize += Naive.softplus(truth > 0 ? -z.value : z.value) + z.size
          }
        }
        expectedLosses.append(loss)
        lossSizes.append(lossSize)
        actual += e.errors(w).flatMap { $0 }
      }
      expectClose(
        actual: actual.map(Double.init), expected: expected, relativeTo: .terms(sizes), units: 1.5, "errors")
      expectClose(
        actual: losses.map(Double.init), expected: expectedLosses, relativeTo: .terms(lossSizes), units: 1.1, "losses")
    }
  }

  @Test(arguments: widths, 1...13) func updatesMatchTheNaiveReference(width: Int, outputCount: Int) {
    for usesMean in [false, true] {
      let e = example(width, outputCount, usesMean: usesMean)
      _ = e.losses()
      var input = Naive.ChangingTable(e.input, width: width), output = Naive.ChangingTable(e.output, width: width)
      for w in 0..<e.count {
        let (inputs, outputs, _) = e.window(w), errors = e.errors(w)
        guard !inputs.isEmpty, !outputs.isEmpty else { continue }
        let old = inputs.map(input.row), hidden = Naive.meanRow(input.values, inputs, width: width)
        // Outputs are processed in groups; the second group sees the changes of the first.
        for first in stride(from: 0, to: outputs.count, by: WordWindows.outputGroup) {
          let group = first..<min(first + WordWindows.outputGroup, outputs.count)
          let rows = group.map { output.row(outputs[$0]) }
          for (m, errors) in errors.enumerated() {
            for (n, y) in zip(group, rows) {
              let error = Double(errors[n])
              output.add(usesMean ? hidden : old[m], times: error, to: outputs[n])
              for id in usesMean ? inputs : [inputs[m]] {
                input.add(y, times: usesMean ? error / Double(inputs.count) : error, to: id)
              }
            }
          }
        }
      }
      expectClose(
        actual: e.updated().map(Double.init), expected: input.values + output.values,
        relativeTo: .terms(input.sizes + output.sizes), units: 5.2)
    }
  }

  /// A pair that belongs together and scores 15 has an error of 3e-7, which 1 - sigmoid(15) would not resolve.
  @Test func confidentPairsHaveAccurateErrors() {
    let windows = WordWindows(count: 1, inputs: 1, outputs: 2)
    defer { windows.deallocate() }
    (windows.inputs[0], windows.outputs[0], windows.outputs[1]) = (0, 0, 1)
    (windows.inputCounts[0], windows.outputCounts[0], windows.positives[0]) = (1, 2, 1)
    let loss = windowErrors(windows, 0, [5], [3, -3], hidden: nil, width: 1, rate: 1)
    let error = 1 / (1 + exp(15.0))
    expectClose(
      actual: [windows.errors[0], windows.errors[1]], expected: [error, -error], relativeTo: .each, units: 4)
    expectClose(actual: [loss], expected: [2 * log1p(exp(-15.0))], relativeTo: .terms([1]), units: 1)
  }

  @Test func aWindowWithoutInputsChangesNothing() {
    let e = example(17, 5, usesMean: false)
    for w in 0..<e.count { e.windows.inputCounts[w] = 0 }
    #expect(e.losses().allSatisfy { $0 == 0 })
    expectSameBits(actual: e.updated(), expected: e.input + e.output)
  }
}
