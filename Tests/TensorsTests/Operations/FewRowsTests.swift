import Kernels
import Numerics
import Testing
import TestSupport

@testable import Tensors

/// Unrecorded linear operations read their weights as stored if there are few rows, and packed otherwise.
struct FewRowsTests {
  /// An operation on 37 channels whose last input is the residual stream.
  struct Operation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (_ x: Tensor, _ residual: Tensor) -> Tensor

    /// Every call uses the same weights and drops the same elements.
    static let all: [Operation] =
      [
        Operation(testDescription: "linear") { x, _ in linear(x, weight: weight([37, 37], 2), bias: weight([37], 3)) },
        Operation(testDescription: "linear without bias") { x, _ in linear(x, weight: weight([37, 37], 2)) },
      ]
      + ([0, 0.4] as [Float]).map { rate in
        Operation(testDescription: "linear added to a residual, dropout \(rate)") { x, residual in
          var generator = RandomGenerator(seed: 3)
          return linear(
            x, weight: weight([37, 37], 2), bias: weight([37], 3), addedTo: residual, dropout: rate, using: &generator)
        }
      }
      + Activation.allCases.map { activation in
        Operation(testDescription: "feed-forward with \(activation)") { x, residual in
          var generator = RandomGenerator(seed: 3)
          let weights = FeedForwardWeights(
            up: weight([53, 37], 2), upBias: weight([53], 3), down: weight([37, 53], 4), downBias: weight([37], 5))
          return feedForward(x, weights, activation, addedTo: residual, dropout: 0, using: &generator)
        }
      }

    private static func weight(_ shape: Shape, _ seed: UInt64) -> Tensor { leaf(shape, seed: seed) * 0.2 }
  }

  @Test(arguments: Operation.all, [1, 5, 64, 65])
  func unrecordedResultsMatchRecordedOnesUpToRounding(_ operation: Operation, rows: Int) {
    let x = leaf([1, rows, 37], seed: 6), residual = leaf([1, rows, 37], seed: 7), before = residual.elements
    let recorded = operation.apply(x, residual)
    let unrecorded = withoutGradients { operation.apply(x, residual) }
    #expect(recorded.requiresGradient && !unrecorded.requiresGradient)
    expectTensor(unrecorded, matches: recorded.elements, shape: [1, rows, 37], tolerance: 6e-7)
    #expect(residual.elements == before)
    if rows > fewRows { #expect(unrecorded.elements == recorded.elements) }
  }

  /// The two products sum in different orders, so the bits show which one ran.
  @Test(arguments: [(1, true), (64, true), (65, false)]) func theWeightIsReadAsStoredOnlyForFewRows(
    rows: Int, isFew: Bool
  ) {
    let x = leaf([rows, 97]), weight = leaf([37, 97], seed: 2), stored = Tensor(unfilled: [rows, 37])
    Kernels.linear(stored.data, x.data, .stored(weight.data, outputs: 37, inputs: 97), bias: nil, rows: rows)
    let recorded = linear(x, weight: weight).elements
    #expect(recorded != stored.elements)
    expectSameBits(
      actual: withoutGradients { linear(x, weight: weight).elements }, expected: isFew ? stored.elements : recorded)
  }

  /// A decoder relies on this: the bits of a token do not depend on how many tokens are read together.
  @Test(arguments: Operation.all.filter { !$0.testDescription.contains("dropout 0.4") })
  func aRowHasTheSameBitsAloneAndAmongOthersOnAnyThreadCount(_ operation: Operation) {
    let x = leaf([fewRows, 37], seed: 6), residual = leaf([fewRows, 37], seed: 7)
    func rows(_ range: Range<Int>) -> [Float] {
      withoutGradients { operation.apply(x.slice(axis: 0, range), residual.slice(axis: 0, range)).elements }
    }
    let all = onThreads(1) { rows(0..<fewRows) }
    for threads in [2, 3, 7] { expectSameBits(actual: onThreads(threads) { rows(0..<fewRows) }, expected: all) }
    for range in [0..<1, 1..<6, 63..<64] {
      expectSameBits(
        actual: rows(range), expected: Array(all[range.lowerBound * 37..<range.upperBound * 37]), "rows \(range)")
    }
  }

  @Test func constantsAreNotRecorded() {
    let x = leaf([3, 5]).detached(), weight = leaf([7, 5], seed: 2).detached()
    let y = linear(x, weight: weight)
    #expect(!y.requiresGradient)
    #expect(y.elements == withoutGradients { linear(x, weight: weight) }.elements)
  }

  /// If any input requires a gradient, the operation is recorded and computes that gradient.
  @Test(arguments: 0..<6) func oneInputThatRequiresAGradientIsEnough(_ wanted: Int) {
    let shapes: [Shape] = [[3, 5], [7, 5], [7], [5, 7], [5], [3, 5]]
    func inputs(_ shapes: [Shape]) -> [Tensor] {
      shapes.enumerated().map { i, shape in
        let input = leaf(shape, seed: UInt64(i))
        return i == wanted ? input : input.detached()
      }
    }
    var generator = RandomGenerator(seed: 3)
    let a = inputs(shapes)
    let weights = FeedForwardWeights(up: a[1], upBias: a[2], down: a[3], downBias: a[4])
    feedForward(a[0], weights, addedTo: a[5], dropout: 0, using: &generator).backward(.ones([3, 5]))
    #expect(a[wanted].gradient?.shape == shapes[wanted])

    guard wanted < 4 else { return }
    let b = inputs([[3, 5], [7, 5], [7], [3, 7]])
    linear(b[0], weight: b[1], bias: b[2], addedTo: b[3], dropout: 0, using: &generator).backward(.ones([3, 7]))
    #expect(b[wanted].gradient?.shape == b[wanted].shape)
    guard wanted < 3 else { return }
    b[wanted].gradient = nil
    linear(b[0], weight: b[1], bias: b[2]).backward(.ones([3, 7]))
    #expect(b[wanted].gradient?.shape == b[wanted].shape)
  }

  @Test func nonFiniteResultsAreFoundEvenIfNothingIsRecorded() {
    let x = Tensor([1, 2], [1, .infinity]), zero = Tensor.zeros([1, 2]), huge = Tensor([2, 2], [3e38, 3e38, 1, 1])
    var generator = RandomGenerator(seed: 3)
    func found(_ body: () -> Void) -> String? { withoutGradients { firstNonFinite(body)?.operation } }
    let ones = Tensor.ones([1, 2])
    #expect(found { _ = linear(x, weight: .ones([2, 2])) } == "linear")
    #expect(found { _ = linear(ones, weight: huge) } == "linear")
    #expect(
      found { _ = linear(ones, weight: huge, addedTo: zero, dropout: 0, using: &generator) } == "linear(addedTo:)")
    let weights = FeedForwardWeights(up: huge, down: huge)
    #expect(found { _ = feedForward(ones, weights, addedTo: zero, dropout: 0, using: &generator) } == "feedForward")
  }
}
