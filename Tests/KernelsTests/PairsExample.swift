import TestSupport
import Testing

@testable import Kernels

/// Pairs of rows of two tables, so small that rows occur again and again.
final class PairsExample {
  let pairs: CountedPairs
  let count: Int, width: Int
  let rate: Float = 0.05, maximumCount: Float = 20, exponent: Float = 0.75
  /// Both tables one after the other, then the biases, then the sums of all these numbers.
  let start: [Float]
  static let inputRows = 7, outputRows = 9

  /// The count of the numbers, which come before their sums.
  var half: Int { (Self.inputRows + Self.outputRows) * (width + 1) }

  init(count: Int, width: Int, random: inout RandomValues) {
    (self.count, self.width) = (count, width)
    pairs = CountedPairs(count: count)
    for (k, id) in random.ids(count, below: Self.inputRows).enumerated() { pairs.inputs[k] = id }
    for (k, id) in random.ids(count, below: Self.outputRows).enumerated() { pairs.outputs[k] = id }
    // Counts below and above the maximum, and the maximum itself.
    for k in 0..<count { pairs.counts[k] = k % 5 == 4 ? maximumCount : random.float(in: 0.1...40) }
    let numbers = (Self.inputRows + Self.outputRows) * (width + 1)
    start = random.floats(numbers) + random.floats(numbers, in: 0.5...3)
  }

  deinit { pairs.deallocate() }

  /// The tables in memory that is laid out like `start`.
  func tables(_ p: UnsafeMutablePointer<Float>) -> (input: BiasedRows, output: BiasedRows) {
    let output = p + Self.inputRows * width
    let inputBias = output + Self.outputRows * width, outputBias = inputBias + Self.inputRows
    return (
      BiasedRows(weight: p, bias: inputBias, weightSums: p + half, biasSums: inputBias + half),
      BiasedRows(weight: output, bias: outputBias, weightSums: output + half, biasSums: outputBias + half)
    )
  }

  /// Stores errors and losses in the batch, and returns both.
  func scored() -> (errors: [Float], losses: [Float]) {
    _ = output(startingAs: start) { p in
      let (input, output) = tables(p)
      parallel(count, work: count * width) { range in
        pairErrors(
          pairs, range, input, output, width: width, maximumCount: maximumCount, exponent: exponent,
          rate: rate)
      }
    }
    return ((0..<count).map { pairs.errors[$0] }, (0..<count).map { pairs.losses[$0] })
  }

  /// Returns all numbers after the update.
  func updated() -> [Float] {
    output(startingAs: start) { p in
      let (input, output) = tables(p)
      updatePairs(pairs, count: count, input, output, width: width)
    }
  }
}
