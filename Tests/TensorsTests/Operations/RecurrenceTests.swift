import Tensors
import TestSupport
import Testing

/// 17 units are more than a vector register has lanes.
struct RecurrenceTests {
  static let cases: [OperationCase] = [
    OperationCase("rnn", [[4, 3, 17], [17, 17]], in: -0.5...0.5) { rnn($0[0], recurrentWeight: $0[1]) },
    OperationCase("rnn from a state", [[3, 2, 5], [5, 5], [2, 5]]) {
      rnn($0[0], recurrentWeight: $0[1] * 0.5, from: $0[2])
    },
    OperationCase("rnn of one step", [[1, 2, 5], [5, 5], [2, 5]]) {
      rnn($0[0], recurrentWeight: $0[1], from: $0[2])
    },
    OperationCase("lstm", [[4, 3, 68], [68, 17]], in: -0.5...0.5) { lstm($0[0], recurrentWeight: $0[1]).hidden },
    OperationCase("lstm from a state", [[3, 2, 20], [20, 5], [2, 5], [2, 5]]) {
      lstm($0[0], recurrentWeight: $0[1] * 0.5, from: ($0[2], $0[3])).hidden
    },
    OperationCase("lstm with a weight that also feeds the input", [[2, 3, 5], [20, 5]]) {
      lstm(linear($0[0], weight: $0[1]), recurrentWeight: $0[1]).hidden
    },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients(tolerance: 1e-4) }

  /// One time step after another, from elementary operations.
  private static func composed(_ x: Tensor, _ W: Tensor, _ h: Tensor, _ c: Tensor?) -> Tensor {
    var (h, c) = (h, c), all: [Tensor] = []
    for t in 0..<x.shape[0] {
      let sums = x[t] + linear(h, weight: W)
      if let before = c {
        let parts = sums.split(axis: -1, into: 4)
        let cell = parts[1].sigmoid() * before + parts[0].sigmoid() * parts[2].tanh()
        (h, c) = (parts[3].sigmoid() * cell.tanh(), cell)
      } else {
        h = sums.tanh()
      }
      all.append(h)
    }
    return stack(all)
  }

  /// 37 steps, so that an error in the gradient of one would add up.
  @Test(arguments: [1, 4])
  func aWholeSequenceMatchesTheCompositionOfItsSteps(gates: Int) {
    let shapes: [Shape] = [[37, 3, 17 * gates], [17 * gates, 17], [3, 17], [3, 17]]
    let inputs = shapes.prefix(gates == 1 ? 3 : 4).enumerated().map { leaf($1, in: -0.5...0.5, seed: UInt64($0)) }
    let cotangent = leaf([37, 3, 17], seed: 9).detached()
    func gradients() -> [Tensor] {
      defer { inputs.forEach { $0.gradient = nil } }
      return inputs.map { $0.gradient! }
    }
    let expected = Self.composed(inputs[0], inputs[1], inputs[2], gates == 1 ? nil : inputs[3])
    expected.backward(cotangent)
    let expectedGradients = gradients()
    func whole() -> Tensor {
      gates == 1
        ? rnn(inputs[0], recurrentWeight: inputs[1], from: inputs[2])
        : lstm(inputs[0], recurrentWeight: inputs[1], from: (inputs[2], inputs[3])).hidden
    }
    let y = whole()
    y.backward(cotangent)
    expectTensor(y, matches: expected.elements, shape: [37, 3, 17], tolerance: 1e-6)
    for (i, (gradient, expected)) in zip(gradients(), expectedGradients).enumerated() {
      expectTensor(gradient, matches: expected.elements, shape: shapes[i], tolerance: 2e-6, "gradient \(i)")
    }
    // Without a tape, a step's weight is read as it is stored, and the gates of earlier steps are not kept.
    expectTensor(withoutGradients(whole), matches: expected.elements, shape: [37, 3, 17], tolerance: 1e-6)
  }

  @Test func noGradientReachesInputsThatNeedNone() {
    let x = leaf([3, 2, 20]).detached(), W = leaf([20, 5])
    lstm(x, recurrentWeight: W).hidden.sum().backward()
    #expect(W.gradient != nil && !x.requiresGradient)
    let y = leaf([3, 2, 20]), frozen = leaf([20, 5]).detached()
    lstm(y, recurrentWeight: frozen).hidden.sum().backward()
    #expect(y.gradient?.shape == [3, 2, 20])
  }

  @Test func sequencesSideBySideDoNotMix() {
    let W = leaf([20, 5], seed: 2).detached(), x = leaf([6, 3, 20], seed: 3).detached()
    let together = lstm(x, recurrentWeight: W)
    for b in 0..<3 {
      let alone = lstm(x[0..<6, b..<b + 1], recurrentWeight: W)
      #expect(alone.hidden.elements == together.hidden[0..<6, b..<b + 1].elements)
      #expect(alone.lastCell.elements == together.lastCell[b..<b + 1].elements)
    }
  }

  @Test func theSameBitsOnAnyThreadCount() {
    func bits() -> [[Float]] {
      let x = leaf([9, 40, 4 * 33], in: -0.5...0.5, seed: 1), W = leaf([4 * 33, 33], in: -0.5...0.5, seed: 2)
      let (h, c) = lstm(x, recurrentWeight: W)
      h.backward(leaf([9, 40, 33], seed: 4).detached())
      return [h.elements, c.elements, x.gradient!.elements, W.gradient!.elements]
    }
    let expected = onThreads(1, bits)
    for threads in [2, 3, 7] { #expect(onThreads(threads, bits) == expected) }
  }

  @Test func noStepsGiveNoStates() {
    let (h, c) = lstm(Tensor.zeros([0, 2, 20]), recurrentWeight: leaf([20, 5]))
    #expect(h.shape == [0, 2, 5] && c.elements == [Float](repeating: 0, count: 10))
  }

  @Test func shapesThatDoNotFitTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = rnn(Tensor.zeros([2, 3, 5]), recurrentWeight: Tensor.zeros([5, 4]))
    }
    await #expect(processExitsWith: .failure) {
      _ = lstm(
        Tensor.zeros([2, 3, 20]), recurrentWeight: Tensor.zeros([20, 5]), from: (.zeros([3, 5]), .zeros([2, 5])))
    }
  }
}
