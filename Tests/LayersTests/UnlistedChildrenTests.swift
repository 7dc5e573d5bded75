import Layers
import Tensors
import Testing

private class Whole: Module {
  let first = Linear(2, 3), scale = Parameter([3], .ones)
  let several = [Linear(3, 3), Linear(3, 3)]
  let optional: Parameter? = nil
  let numbers = [Float](repeating: 1, count: 1000)
  var children: [Child] { [.module("first", first), .parameter("scale", scale), .modules("several", several)] }
}

private final class Forgetful: Module {
  let listed = Linear(2, 3), forgotten = Linear(3, 3)
  let maybe: Parameter? = Parameter([3], .zeros)
  let rest = [Linear(3, 3)]
  var children: [Child] { [.module("listed", listed)] }
}

private final class Heir: Whole {
  let own = Parameter([1], .zeros)
}

private final class Nested: Module {
  let inner = Forgetful()
  var children: [Child] { [.module("inner", inner)] }
}

/// The head is the table: listed once, stored twice.
private final class Tied: Module {
  let table = Embedding(5, 3)
  lazy var head = table
  init() { _ = head }
  var children: [Child] { [.module("table", table)] }
}

/// A module that is listed in one place can be stored in others, below and above.
private final class Shared: Module {
  final class Head: Module {
    let table: Embedding
    init(_ table: Embedding) { self.table = table }
    var children: [Child] { [] }
  }
  let table = Embedding(5, 3)
  let layers = [Linear(3, 3), Linear(3, 3)]
  let head: Head, first: Linear
  init() { (head, first) = (Head(table), layers[0]) }
  var children: [Child] { [.module("table", table), .modules("layers", layers), .module("head", head)] }
}

struct UnlistedChildrenTests {
  @Test func listedChildrenAreNotReported() {
    #expect(Whole().unlistedChildren.isEmpty && Tied().unlistedChildren.isEmpty && Shared().unlistedChildren.isEmpty)
  }

  @Test func childrenThatAreStoredButNotListedAreNamed() {
    #expect(
      Forgetful().unlistedChildren == [
        "Forgetful.forgotten, a Linear", "Forgetful.maybe, a Parameter", "Forgetful.rest, a Linear",
      ])
    #expect(Heir().unlistedChildren == ["Heir.own, a Parameter"])
    #expect(Nested().unlistedChildren == Forgetful().unlistedChildren)
  }

  #if DEBUG
    @Test func aModelWithAnUnlistedChildStopsOnFirstUse() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        Nested().initialize(seed: 1)
      }
      let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(text.contains("Forgetful.forgotten, a Linear, is stored but not listed in `children`"), "\(text)")
    }
  #endif

  @Test func allParametersOrASingleOneCanBeFrozen() {
    let model = Whole()
    model.setTrainable(false)
    #expect(model.parameters.allSatisfy { !$0.isTrainable })
    model.scale.isTrainable = true
    model.initialize(seed: 1)
    let y = model.first(Tensor.ones([2])) * model.scale
    #expect(y.requiresGradient && !model.first(Tensor.ones([2])).requiresGradient)
    model.setTrainable(true)
    #expect(model.parameters.allSatisfy { $0.isTrainable })
  }
}
