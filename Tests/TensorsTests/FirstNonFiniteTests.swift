import Tensors
import Testing

@Test func theFirstOperationWithANonFiniteResultIsFound() throws {
  let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6], requiresGradient: true), zero = Tensor.zeros([2, 3])
  let found = firstNonFinite {
    let y = x * 2
    let bad = y / zero
    _ = (bad + y).sum()
  }
  #expect(found?.operation == "/" && found?.shape == [2, 3])
  #expect(found?.inputs.last === zero)
}

@Test func finiteResultsAreNotReported() {
  let x = Tensor([2], [1, 2], requiresGradient: true)
  #expect(firstNonFinite { _ = (x * x).sum() }?.operation == nil)
}

@Test func nonFiniteResultsAreFoundWithoutGradientsToo() {
  let x = Tensor([2], [1e38, 2])
  let found = withoutGradients { firstNonFinite { _ = x * 1e10 } }
  #expect(found?.shape == [2])
  #expect(x.isFinite && !Tensor([2], [1, .nan]).isFinite && !Tensor([1], [-.infinity]).isFinite)
}
