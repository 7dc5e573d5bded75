import Numerics
import Testing
import TestSupport

@testable import Tensors

struct TensorTests {
  @Test func elementsAreInRowMajorOrder() {
    let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
    #expect([x[0, 0], x[0, 2], x[1, 0], x[1, 2]] == [1, 3, 4, 6])
    #expect(Tensor(7).item == 7)
  }

  @Test func constantTensorsHaveTheSameNumberEverywhere() {
    expectTensor(.full([2, 3], 1.5), matches: [1.5, 1.5, 1.5, 1.5, 1.5, 1.5], shape: [2, 3])
    expectTensor(.zeros([3]), matches: [0, 0, 0], shape: [3])
    expectTensor(.ones([]), matches: [1], shape: [])
    expectTensor(.ones([2, 0]), matches: [], shape: [2, 0])
  }

  @Test func normalTensorsScaleTheGeneratorsNumbers() {
    var first = RandomGenerator(seed: 5), second = RandomGenerator(seed: 5)
    let x = Tensor.normal([2, 3], standardDeviation: 0.5, using: &first)
    expectTensor(x, matches: (0..<6).map { _ in second.normal() * 0.5 }, shape: [2, 3])
    #expect(first == second)
    #expect(!x.requiresGradient)
    #expect(Tensor.normal([2], using: &first, requiresGradient: true).requiresGradient)
  }

  @Test func memoryIsAllocatedWhenFirstTouched() {
    let x = Tensor(unfilled: [1_000_000])
    #expect(!x.storage.isAllocated)
    x.data[0] = 1
    #expect(x.storage.isAllocated)
  }

  @Test func aDetachedTensorSharesElementsButNotHistory() {
    let x = leaf([3])
    let y = (x * x).detached()
    #expect(!y.requiresGradient)
    #expect(x.detached().data == x.data)
    (x * y).backward(.ones([3]))
    // y counts as a constant: x^2, not 3 x^2.
    expectTensor(x.gradient!, matches: y.elements, shape: [3])
  }

  @Test func aTensorCanBecomeALeaf() {
    let x = Tensor([2], [3, 5])
    #expect(!x.requiresGradient)
    x.requiresGradient = true
    (x * x).sum().backward()
    expectTensor(x.gradient!, matches: [6, 10], shape: [2])
  }
}
