import Kernels
import Tensors
import Testing
import TestSupport

struct GradientsTests {
  @Test func gradientsMatchBackwardAndLeavesKeepNone() {
    let w = leaf([3, 5]), x = leaf([5], seed: 2)
    func loss() -> Tensor { (w * x).tanh().sum() }
    let gradients = gradients(of: [w, x]) { loss() }
    #expect(w.gradient == nil && x.gradient == nil)
    loss().backward()
    #expect(gradients[w]!.elements == w.gradient!.elements && gradients[x]!.elements == x.gradient!.elements)
    let squares = (w.gradient!.elements + x.gradient!.elements).reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(gradients.norm / squares.squareRoot() - 1) < 1e-6)
  }

  @Test func gradientsOfPassesAddUpAndMemoryIsReused() {
    let w = leaf([3, 5]), unused = leaf([2]), gradients = Gradients(of: [w, unused])
    (w * 2).sum().backward(into: gradients)
    (w * 3).sum().backward(into: gradients, scale: 0.5)
    #expect(gradients[w]!.elements == [Float](repeating: 3.5, count: 15))
    #expect(gradients[unused] == nil)
    let memory = gradients[w]!.data
    gradients.removeAll()
    #expect(gradients[w] == nil && gradients.norm == 0)
    // A matrix product writes directly to the memory of the gradient.
    linear(Tensor.ones([2, 5]), weight: w).sum().backward(into: gradients)
    #expect(gradients[w]!.data == memory && gradients[w]!.elements == [Float](repeating: 2, count: 15))
  }

  /// Both terms of a sum share one gradient tensor; adding to one gradient must not change the other.
  @Test func setsAreSummedCorrectlyEvenIfTermsShareAGradient() {
    let a = leaf([7]), b = leaf([7], seed: 2)
    let sets = (1...3).map { factor in gradients(of: [a, b]) { ((a + b) * Float(factor)).sum() } }
    let squares = Gradients.sum(sets)
    #expect(sets[0][a]!.elements == [Float](repeating: 6, count: 7))
    #expect(sets[0][b]!.elements == [Float](repeating: 6, count: 7))
    #expect(squares == 36 * 14)
  }

  @Test func aGradientMissingFromTheFirstSetIsTakenFromTheNext() {
    let a = leaf([3]), b = leaf([3], seed: 2)
    let sets = [gradients(of: [a, b]) { a.sum() }, gradients(of: [a, b]) { (a * b).sum() }]
    let expected = b.elements.map { $0 + 1 }, ofB = sets[1][b]!.elements
    _ = Gradients.sum(sets)
    #expect(sets[0][a]!.elements == expected && sets[0][b]!.elements == ofB)
  }

  /// Gradients that no requested tensor depends on are not computed.
  @Test func onlyRequestedGradientsAreComputed() {
    let w = leaf([3]), x = leaf([3], seed: 2)
    var computed: [Int] = []
    func product() -> Tensor {
      withoutGradients { w * x }.recorded("watched product", from: [w, x]) { dy, inputs in
        for input in 0...1 where inputs.isWanted(input) { computed.append(input) }
        inputs.add(dy * x, to: 0)
        inputs.add(dy * w, to: 1)
      }
    }
    let ofW = gradients(of: [w]) { product().sum() }
    #expect(computed == [0] && ofW[w]!.elements == x.elements && ofW[x] == nil)
    let stranger = gradients(of: [leaf([1], seed: 3)]) { product().sum() }
    #expect(computed == [0] && stranger.norm == 0)
  }

  @Test func passesOverTheSameLeavesCanRunInParallel() {
    let w = leaf([97, 33]), inputs = (0..<8).map { leaf([41, 33], seed: UInt64($0)).detached() }
    func gradient(of part: Int, _ set: Gradients) { linear(inputs[part], weight: w).tanh().sum().backward(into: set) }
    let expected = inputs.indices.map { part in
      let set = Gradients(of: [w])
      gradient(of: part, set)
      return set[w]!.elements
    }
    for threads in [1, 2, 3, 7] {
      onThreads(threads) {
        let sets = inputs.map { _ in Gradients(of: [w]) }
        cachingPackedWeights { forEachPart(8) { gradient(of: $0, sets[$0]) } }
        for (set, expected) in zip(sets, expected) { #expect(set[w]!.elements == expected) }
      }
    }
    #expect(w.gradient == nil)
  }

  @Test func parallelPartsRecordIfTheirCallerDoes() {
    let w = leaf([3])
    func recorded() -> [Bool] {
      [Bool](unsafeUninitializedCapacity: 4) { flags, count in
        let flags = flags.baseAddress!
        forEachPart(4) { (flags + $0).initialize(to: (w * w).requiresGradient) }
        count = 4
      }
    }
    #expect(recorded() == [true, true, true, true])
    #expect(withoutGradients { recorded() } == [false, false, false, false])
  }
}
