import Layers
import Testing
import TestSupport

struct ModuleTests {
  @Test(arguments: [true, false]) func everyLayerListsAllItsChildren(bias: Bool) {
    expectChildrenAreComplete(Linear(3, 5, bias: bias))
    expectChildrenAreComplete(Embedding(3, 5))
    expectChildrenAreComplete(LayerNorm(5, bias: bias))
    expectChildrenAreComplete(
      SelfAttention(width: 6, headCount: 2, bias: bias, dropout: 0.1, outputStandardDeviation: 0.02))
    expectChildrenAreComplete(FeedForward(width: 6, bias: bias, dropout: 0.1, output: .normal(standardDeviation: 0.02)))
    expectChildrenAreComplete(
      TransformerBlock(width: 6, headCount: 2, layerCount: 2, bias: bias, dropout: 0.1))
  }

  /// Tests the check itself: it must notice each fault.
  @Test(arguments: Pair.Fault.allCases) func incompleteListsAreNoticed(fault: Pair.Fault) {
    let found = complaints { expectChildrenAreComplete(Pair(fault)) }
    #expect(found.first?.hasPrefix("module ") == true)
    let nested = complaints { expectChildrenAreComplete(Outer(Pair(fault))) }
    #expect(nested.first?.hasPrefix("module.pair ") == true)
  }

  @Test func completeListsPassTheCheck() {
    expectChildrenAreComplete(Pair(nil))
    expectChildrenAreComplete(Outer(Pair(nil)))
  }

  @Test func namesAreJoinedByDotsInOrder() {
    #expect(
      Outer(Pair(nil)).namedParameters.map(\.name) == [
        "pair.weight", "pair.bias", "parts.0.weight", "parts.0.bias", "parts.1.weight",
      ])
  }

  @Test func aSharedParameterAppearsOnceWhereItIsListedFirst() {
    let shared = Pair(nil), outer = Outer(shared, also: shared)
    #expect(
      outer.namedParameters.map(\.name) == [
        "pair.weight", "pair.bias", "parts.1.weight", "parts.1.bias", "parts.2.weight",
      ])
    #expect(outer.parameterCount == 2 * (6 + 2) + 6)
    #expect(
      outer.parameters.map(ObjectIdentifier.init)
        == outer.namedParameters.map { ObjectIdentifier($0.parameter) })
  }

  @Test func theSameSeedGivesTheSameBitsAndAnotherSeedDoesNot() {
    let first = Outer(Pair(nil)), second = Outer(Pair(nil)), other = Outer(Pair(nil))
    first.initialize(seed: 1337)
    second.initialize(seed: 1337)
    other.initialize(seed: 1338)
    let bits = { (module: Outer) in module.parameters.map { $0.elements.map(\.bitPattern) } }
    #expect(bits(first) == bits(second))
    for (a, b) in zip(first.parameters, other.parameters) { #expect(a.elements != b.elements) }
  }

  @Test func eachParameterHasItsOwnGenerator() {
    let small = Pair(nil), large = Outer(Pair(nil))
    small.initialize(seed: 1)
    large.initialize(seed: 1)
    // Equal shapes under different names start differently.
    #expect(Set(large.parameters.map { $0.elements[0] }).count == large.parameters.count)
    // The initial values of a parameter depend on its name, not on what comes before it.
    let alone = Outer(Pair(nil), also: Pair(nil))
    alone.initialize(seed: 1)
    #expect(alone.pair.weight.elements == large.pair.weight.elements)
  }
}

/// A module that can be told to list its children incorrectly.
final class Pair: Module {
  enum Fault: CaseIterable, Sendable { case unlisted, twice, wrongName, exchanged, foreign }

  let weight = Parameter([3, 2], .normal(standardDeviation: 1))
  let bias: Parameter? = Parameter([2], .normal(standardDeviation: 1))
  private let fault: Fault?

  init(_ fault: Fault?) { self.fault = fault }

  var children: [Child] {
    let right: [Child] = [.parameter("weight", weight), .parameter("bias", bias)]
    switch fault {
    case nil: return right
    case .unlisted: return [.parameter("weight", weight)]
    case .twice: return right + [.parameter("bias", bias)]
    case .wrongName: return [.parameter("weights", weight), .parameter("bias", bias)]
    case .exchanged: return [.parameter("bias", weight), .parameter("weight", bias)]
    case .foreign: return right + [.parameter("other", Parameter([1], .zeros))]
    }
  }
}

/// Modules inside a module, alone and in an array.
final class Outer: Module {
  let pair: Pair
  let parts: [any Module]

  init(_ pair: Pair, also second: Pair? = nil) {
    self.pair = pair
    parts = (second.map { [$0] } ?? []) + [Pair(nil), Linear(2, 3, bias: false)]
  }

  var children: [Child] { [.module("pair", pair), .modules("parts", parts)] }
}
