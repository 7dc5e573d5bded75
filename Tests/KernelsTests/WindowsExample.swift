import TestSupport
import Testing

@testable import Kernels

/// Windows over two tables, so small that rows occur again and again, even in a single window.
final class WindowsExample {
  let windows: WordWindows
  let count: Int, width: Int, usesMean: Bool
  let rate: Float = 0.05
  let input: [Float], output: [Float]
  private let hidden: UnsafeMutablePointer<Float>

  /// The maximum number of words around a center word; the minimum is zero.
  private static let inputRoom = 7
  static let inputRows = 5, outputRows = 9

  /// - Parameter outputCount: the maximum number of outputs of a window; every third window has one fewer.
  init(count: Int, outputCount: Int, width: Int, usesMean: Bool, random: inout RandomValues) {
    (self.count, self.width, self.usesMean) = (count, width, usesMean)
    windows = WordWindows(count: count, inputs: Self.inputRoom, outputs: outputCount)
    let (inputRoom, outputRoom) = (windows.inputRoom, windows.outputRoom)
    hidden = .allocate(capacity: count * width)
    input = random.floats(Self.inputRows * width)
    output = random.floats(Self.outputRows * width)
    for w in 0..<count {
      let inputs = random.ids(inputRoom, below: Self.inputRows),
        outputs = random.ids(outputRoom, below: Self.outputRows)
      for (m, id) in inputs.enumerated() { windows.inputs[w * inputRoom + m] = id }
      for (n, id) in outputs.enumerated() { windows.outputs[w * outputRoom + n] = id }
      windows.inputCounts[w] = Int32(w % (inputRoom + 1))
      windows.outputCounts[w] = Int32(outputCount - (w % 3 == 1 ? 1 : 0))
      windows.positives[w] = random.next()
    }
  }

  deinit {
    windows.deallocate()
    hidden.deallocate()
  }

  /// A window as lists.
  func window(_ w: Int) -> (inputs: [Int32], outputs: [Int32], truths: [Double]) {
    let inputs = (0..<Int(windows.inputCounts[w])).map { windows.inputs[w * windows.inputRoom + $0] }
    let outputs = (0..<Int(windows.outputCounts[w])).map { windows.outputs[w * windows.outputRoom + $0] }
    return (inputs, outputs, outputs.indices.map { Double(windows.positives[w] >> UInt64($0) & 1) })
  }

  /// Returns the losses of all windows, and stores their errors in the batch.
  func losses() -> [Float] {
    (0..<count).map { w in
      windowErrors(
        windows, w, input, output, hidden: usesMean ? hidden + w * width : nil, width: width, rate: rate)
    }
  }

  /// The stored errors of a window's pairs, one input after another.
  func errors(_ w: Int) -> [[Float]] {
    let (inputs, outputs, _) = window(w), group = WordWindows.outputGroup
    let stride = (outputs.count + group - 1) / group * group, start = windows.errors + w * windows.errorRoom
    guard !outputs.isEmpty, !inputs.isEmpty else { return [] }
    return (0..<(usesMean ? 1 : inputs.count)).map { m in outputs.indices.map { start[m * stride + $0] } }
  }

  /// Returns both tables, one after the other, after the update.
  func updated() -> [Float] {
    KernelsTests.output(startingAs: input + output) {
      updateWindows(windows, count: count, $0, $0 + input.count, width: width, usesMean: usesMean)
    }
  }
}
