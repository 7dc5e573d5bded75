import Kernels
import Testing
import TestSupport

@testable import Tensors

struct PackedWeightsTests {
  private let x = leaf([2, 3, 5]), weight = leaf([17, 5], seed: 2)

  /// Three products that share a weight, the gradient of the weight and that of the input.
  private func pass() -> [[Float]] {
    (x.gradient, weight.gradient) = (nil, nil)
    let y = linear(x, weight: weight) + linear(x * x, weight: weight)
    y.backward(leaf([2, 3, 17], seed: 3).detached())
    let z = linear(x, weight: weight)
    return [y.elements, z.elements, x.gradient!.elements, weight.gradient!.elements]
  }

  @Test func resultsAndGradientsHaveTheSameBitsWithAndWithoutCaching() {
    let before = pass(), inside = cachingPackedWeights { [pass(), pass()] }, after = pass()
    #expect(inside[0] == before && inside[1] == before && after == before)
  }

  @Test func panelsArePackedOncePerCachingScope() {
    cachingPackedWeights {
      let panels = weight.packed(transposed: true)
      #expect(weight.packed(transposed: true) === panels)
      #expect(weight.packed(transposed: false) !== panels)
      cachingPackedWeights { #expect(weight.packed(transposed: true) === panels) }
      #expect(weight.packed(transposed: true) === panels, "a nested caching scope ended the outer one")
    }
    #expect(weight.packed(transposed: true) !== weight.packed(transposed: true))
  }

  @Test func weightChangesAfterACachingScopeTakeEffect() {
    func result() -> [Float] { linear(x, weight: weight).elements }
    let first = cachingPackedWeights(result)
    weight.data[7] += 1
    let expected = linear(x, weight: Tensor([17, 5], weight.elements)).elements
    #expect(expected != first)
    #expect(result() == expected)
    #expect(cachingPackedWeights(result) == expected)
  }

  /// Both tensors share memory, but the panels of one would be wrong for the other.
  @Test func aWeightWithTwoShapesIsPackedForEach() {
    let square = leaf([4, 9]), x = leaf([2, 9], seed: 2), z = leaf([2, 6], seed: 3)
    func results() -> [[Float]] {
      let reshaped = square.reshaped(to: [6, 6])
      return [linear(x, weight: square), linear(z, weight: reshaped), linear(x, weight: square)].map(\.elements)
    }
    let expected = results()
    #expect(cachingPackedWeights(results) == expected)
  }

  /// The weights of an earlier scope are packed again in the same memory as soon as the next scope begins.
  @Test func weightsOfAnEarlierScopeArePackedAgainInPlace() {
    let panels = cachingPackedWeights { [weight.packed(transposed: true), weight.packed(transposed: false)] }
    weight.data[7] += 1
    let expected = pass()
    cachingPackedWeights(of: [weight, x]) {
      #expect(weight.packed(transposed: true) === panels[0] && weight.packed(transposed: false) === panels[1])
      #expect(pass() == expected)
    }
  }

  @Test func concurrentUsesOfAWeightShareItsPanels() {
    let expected = linear(x, weight: weight).elements
    // Several times, so that threads meet at the first use of the panels.
    for _ in 0..<20 {
      let results = cachingPackedWeights {
        [[Float]](unsafeUninitializedCapacity: 8) { results, count in
          let results = results, start = results.baseAddress!
          forEachPart(8) { (start + $0).initialize(to: linear(x, weight: weight).elements) }
          count = 8
        }
      }
      #expect(results.allSatisfy { $0 == expected })
    }
  }

  @Test func anErrorEndsTheCachingScope() {
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
