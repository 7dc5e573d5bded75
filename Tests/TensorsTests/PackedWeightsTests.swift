import Kernels
import Testing
import TestSupport

@testable import Tensors

struct PackedWeightsTests {
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
    let before = pass(), inside = cachingPackedWeights { [pass(), pass()] }, after = pass()
    #expect(inside[0] == before && inside[1] == before && after == before)
  }

  @Test func panelsAreMadeOnceAStretch() {
    cachingPackedWeights {
      let panels = weight.packed(transposed: true)
      #expect(weight.packed(transposed: true) === panels)
      #expect(weight.packed(transposed: false) !== panels)
      cachingPackedWeights { #expect(weight.packed(transposed: true) === panels) }
      #expect(weight.packed(transposed: true) === panels, "a stretch inside another ended it")
    }
    #expect(weight.packed(transposed: true) !== weight.packed(transposed: true))
  }

  @Test func weightsChangedAfterAStretchAreSeenByTheNextAndOutside() {
    func result() -> [Float] { linear(x, weight: weight).elements }
    let first = cachingPackedWeights(result)
    weight.data[7] += 1
    let expected = linear(x, weight: Tensor([17, 5], weight.elements)).elements
    #expect(expected != first)
    #expect(result() == expected)
    #expect(cachingPackedWeights(result) == expected)
  }

  /// Both have the same memory, and panels of one would be wrong for the other.
  @Test func aWeightUnderTwoShapesIsPackedForEach() {
    let square = leaf([4, 9]), x = leaf([2, 9], seed: 2), z = leaf([2, 6], seed: 3)
    func results() -> [[Float]] {
      let reshaped = square.reshaped(to: [6, 6])
      return [linear(x, weight: square), linear(z, weight: reshaped), linear(x, weight: square)].map(\.elements)
    }
    let expected = results()
    #expect(cachingPackedWeights(results) == expected)
  }

  /// Those of a stretch before are packed again in their memory, as soon as the next one begins.
  @Test func weightsOfAnEarlierStretchArePackedAgainInPlace() {
    let panels = cachingPackedWeights { [weight.packed(transposed: true), weight.packed(transposed: false)] }
    weight.data[7] += 1
    let expected = pass()
    cachingPackedWeights(of: [weight, x]) {
      #expect(weight.packed(transposed: true) === panels[0] && weight.packed(transposed: false) === panels[1])
      #expect(pass() == expected)
    }
  }

  @Test func partsThatWantTheSameWeightAtTheSameTimeShareItsPanels() {
    let results = cachingPackedWeights {
      [[Float]](unsafeUninitializedCapacity: 8) { results, count in
        let results = results, start = results.baseAddress!
        forEachPart(8) { (start + $0).initialize(to: linear(x, weight: weight).elements) }
        count = 8
      }
    }
    let expected = linear(x, weight: weight).elements
    #expect(results.allSatisfy { $0 == expected })
  }

  @Test func anErrorEndsAStretch() {
    struct Halt: Error {}
    #expect(throws: Halt.self) {
      try cachingPackedWeights {
        _ = weight.packed(transposed: true)
        throw Halt()
      }
    }
    #expect(weight.packed(transposed: true) !== weight.packed(transposed: true))
  }
}
