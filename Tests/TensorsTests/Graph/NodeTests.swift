import Kernels
import Testing
import TestSupport

@testable import Tensors

/// Tests how gradients flow through the recorded graph and add up.
struct NodeTests {
  @Test func aTensorUsedTwiceAccumulatesBothGradients() {
    let x = Tensor([2], [3, -5], requiresGradient: true)
    (x * x).backward(Tensor([2], [1, 10]))
    expectTensor(x.gradient!, matches: [6, -100], shape: [2])
    let a = Tensor([2], [3, -5], requiresGradient: true)
    (a + a).backward(Tensor([2], [1, 10]))
    expectTensor(a.gradient!, matches: [2, 20], shape: [2])
  }

  /// b and c both depend on a, and d on both, along paths of different lengths.
  @Test func inADiamondANodeWaitsForAllItsUses() {
    let a = Tensor(3, requiresGradient: true)
    let b = a * a
    let c = b * a + a
    let d = c * b
    d.backward()
    // d = (a^3 + a) a^2, so d' = 5 a^4 + 3 a^2
    #expect(a.gradient!.item == 5 * 81 + 3 * 9)
  }

  @Test func tiedWeightsAccumulateTheGradientsOfBothUses() {
    let table = Tensor([2, 1], [3, 5], requiresGradient: true)
    let logits = linear(embedding(table, ids: [1], shape: [1]), weight: table)  // (5 * 3, 5 * 5)
    logits.backward(Tensor([1, 2], [10, 100]))
    expectTensor(table.gradient!, matches: [10 * 5, 10 * 3 + 100 * 2 * 5], shape: [2, 1])
  }

  @Test(arguments: OperationCase.all) func gradientsOfTwoPassesAddUp(_ operation: OperationCase) {
    let inputs = operation.inputs()
    let cotangent = leaf(operation.apply(inputs).shape, seed: 5).detached()
    operation.apply(inputs).backward(cotangent)
    let once = inputs.map { $0.gradient!.elements }
    operation.apply(inputs).backward(cotangent)
    for (input, once) in zip(inputs, once) {
      expectTensor(input.gradient!, matches: once.map { 2 * $0 }, shape: input.shape, tolerance: 1e-6)
    }
    inputs.forEach { $0.gradient = nil }
    operation.apply(inputs).backward(cotangent)
    #expect(
      inputs.map { $0.gradient!.elements } == once, "after zeroing, the gradients are not those of one pass")
  }

  @Test(arguments: OperationCase.all) func onlyInputsThatRequireAGradientGetOne(_ operation: OperationCase) {
    let all = operation.inputs()
    operation.apply(all).backward(.ones(operation.apply(all).shape))
    for wanted in all.indices {
      let inputs = all.enumerated().map {
        $0 == wanted ? Tensor($1.shape, $1.elements, requiresGradient: true) : $1.detached()
      }
      let result = operation.apply(inputs)
      result.backward(.ones(result.shape))
      for (i, input) in inputs.enumerated() where i != wanted { #expect(input.gradient == nil) }
      #expect(inputs[wanted].gradient?.elements == all[wanted].gradient?.elements)
    }
  }

  /// The gradients of two leaves can share memory until something is added to one of them.
  @Test func addingToOneGradientLeavesOthersUnchanged() {
    let a = Tensor([2], [1, 2], requiresGradient: true), b = Tensor([2], [3, 4], requiresGradient: true)
    (a + b).backward(Tensor([2], [5, 6]))
    let kept = a.gradient!
    (a * b).backward(.ones([2]))
    expectTensor(a.gradient!, matches: [5 + 3, 6 + 4], shape: [2])
    expectTensor(b.gradient!, matches: [5 + 1, 6 + 2], shape: [2])
    expectTensor(kept, matches: [5, 6], shape: [2])
  }

  @Test func theCotangentIsUnchangedAndGradientsHaveNoHistory() {
    let x = Tensor([2], [1, 2], requiresGradient: true)
    let cotangent = Tensor([2], [5, 6], requiresGradient: true)
    (x + x).backward(cotangent)
    x.backward(cotangent)
    expectTensor(x.gradient!, matches: [15, 18], shape: [2])
    expectTensor(cotangent, matches: [5, 6], shape: [2])
    #expect(!x.gradient!.requiresGradient)
    let y = Tensor([2], [1, 2], requiresGradient: true)
    (y + 0).backward(cotangent)
    #expect(!y.gradient!.requiresGradient)
    #expect(cotangent.gradient == nil)
  }

  @Test func onlyLeavesKeepGradientsUnlessTheGraphIsKept() {
    let x = Tensor(3, requiresGradient: true)
    let y = x * x, z = y * 5
    z.backward(keepGraph: true)
    #expect([z, y, x].map { $0.gradient?.item } == [1, 5, 30])
    z.backward()
    #expect([z, y, x].map { $0.gradient?.item } == [nil, nil, 60])
  }

  @Test func aKeptGraphAllowsFurtherBackwardPasses() {
    let x = leaf([3, 5])
    let y = (x * x).softmax()
    let cotangent = leaf([3, 5], seed: 2).detached()
    for _ in 0..<3 {
      x.gradient = nil
      y.backward(cotangent, keepGraph: true)
    }
    let kept = x.gradient!.elements
    x.gradient = nil
    (x * x).softmax().backward(cotangent)
    #expect(x.gradient!.elements == kept)
  }

  @Test func withoutGradientsNothingIsRecorded() {
    for operation in OperationCase.all {
      let inputs = operation.inputs()
      let result = withoutGradients { operation.apply(inputs) }
      #expect(!result.requiresGradient || inputs.contains { $0 === result }, "\(operation.name)")
      #expect(operation.apply(inputs).requiresGradient, "recording does not resume after \(operation.name)")
    }
  }

  @Test func withoutGradientsPassesOnValuesAndErrors() {
    struct Failure: Error {}
    #expect(withoutGradients { 7 } == 7)
    #expect(throws: Failure.self) { try withoutGradients { throw Failure() } }
    let x = leaf([2])
    #expect((x * x).requiresGradient)
  }

  @Test func operationsOnConstantsAreNotRecorded() {
    let x = Tensor([2], [1, 2])
    #expect(!(x * x).requiresGradient)
    #expect((x * leaf([2])).requiresGradient)
  }
}
