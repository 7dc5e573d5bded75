import TestSupport
import Testing

@testable import Tensors

struct FixedWeightsTests {
  private let x = leaf([2, 3, 5]), weight = leaf([17, 5], seed: 2)

  /// A weight that three products read, and its gradient and that of the input.
  private func pass() -> [[Float]] {
    (x.gradient, weight.gradient) = (nil, nil)
    let y = linear(x, weight: weight) + linear(x * x, weight: weight)
    y.backward(leaf([2, 3, 17], seed: 3).detached())
    let z = linear(x, weight: weight)
    return [y.elements, z.elements, x.gradient!.elements, weight.gradient!.elements]
  }

  @Test func resultsAndGradientsHaveTheSameBitsInsideAndOutside() {
    let before = pass(), inside = withFixedWeights { [pass(), pass()] }, after = pass()
    #expect(inside[0] == before && inside[1] == before && after == before)
  }

  @Test func panelsAreMadeOnceAStretch() {
    withFixedWeights {
      let panels = weight.packed(transposed: true)
      #expect(weight.packed(transposed: true) === panels)
      #expect(weight.packed(transposed: false) !== panels)
      withFixedWeights { #expect(weight.packed(transposed: true) === panels) }
      #expect(weight.packed(transposed: true) === panels, "a stretch inside another ended it")
    }
    #expect(weight.packed(transposed: true) !== weight.packed(transposed: true))
  }

  @Test func weightsChangedAfterAStretchAreSeenByTheNextAndOutside() {
    func result() -> [Float] { linear(x, weight: weight).elements }
    let first = withFixedWeights(result)
    weight.data[7] += 1
    let expected = linear(x, weight: Tensor([17, 5], weight.elements)).elements
    #expect(expected != first)
    #expect(result() == expected)
    #expect(withFixedWeights(result) == expected)
  }

  /// Both have the same memory, and panels of one would be wrong for the other.
  @Test func aWeightUnderTwoShapesIsPackedForEach() {
    let square = leaf([4, 9]), x = leaf([2, 9], seed: 2), z = leaf([2, 6], seed: 3)
    func results() -> [[Float]] {
      let reshaped = square.reshaped(to: [6, 6])
      return [linear(x, weight: square), linear(z, weight: reshaped), linear(x, weight: square)].map(\.elements)
    }
    let expected = results()
    #expect(withFixedWeights(results) == expected)
  }

  @Test func anErrorEndsAStretch() {
    struct Halt: Error {}
    #expect(throws: Halt.self) {
      try withFixedWeights {
        _ = weight.packed(transposed: true)
        throw Halt()
      }
    }
    #expect(weight.packed(transposed: true) !== weight.packed(transposed: true))
  }
}
