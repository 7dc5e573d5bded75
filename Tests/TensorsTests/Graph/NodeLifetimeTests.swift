import Foundation
import Kernels
import Testing
import TestSupport

import class Kernels.Memory
import enum Kernels.Threads

@testable import Tensors

/// Tests which parts of a graph stay in memory, and how much stack a long graph needs.
struct NodeLifetimeTests {
  /// A pullback that captured its own result would keep the node and its memory alive forever.
  @Test(arguments: OperationCase.all) func aDroppedResultLeavesNothingInMemory(_ operation: OperationCase) {
    let inputs = operation.inputs()
    weak var node: Node?
    weak var storage: Storage?
    do {
      let result = operation.apply(inputs)
      node = result.node
      storage = inputs.contains { $0.storage === result.storage } ? nil : result.storage
      #expect(node != nil)
    }
    #expect(node == nil)
    #expect(storage == nil)
  }

  @Test func aStepLeavesOnlyTheGradientsInMemory() {
    let x = leaf([3, 17])
    weak var node: Node?
    weak var storage: Storage?
    weak var gradient: Tensor?
    do {
      let hidden = x * x
      let loss = crossEntropy(hidden.gelu(), targets: [1, 2, 3])
      (node, storage) = (hidden.node, hidden.storage)
      loss.backward(keepGraph: true)
      gradient = hidden.gradient
      #expect(node != nil && storage != nil && gradient != nil)
      loss.backward()
    }
    #expect(node == nil && storage == nil && gradient == nil)
    #expect(x.gradient != nil)
  }

  /// After backward(), a result that is still held keeps none of its history alive.
  @Test func afterBackwardAHeldResultKeepsNothingElseAlive() {
    let x = leaf([3, 17])
    weak var node: Node?
    weak var storage: Storage?
    func step() -> Tensor {
      let hidden = x * x
      (node, storage) = (hidden.node, hidden.storage)
      return (hidden * hidden).sum()
    }
    let loss = step()
    #expect(node != nil && storage != nil)
    loss.backward()
    #expect(node == nil && storage == nil)
    withExtendedLifetime(loss) {}
  }

  @Test func aCotangentFromTheGraphItselfKeepsNothingAlive() {
    weak var node: Node?
    do {
      let x = leaf([3])
      let y = x + 1
      y.backward(y, keepGraph: true)
      node = x.node
      #expect(node != nil)
    }
    #expect(node == nil)
  }

  /// Runs in a separate process because parallel tests share the pool, and on one thread because several threads may or
  /// may not need their scratch memory at the same time.
  @Test func repeatedStepsReserveNoAdditionalMemory() async {
    await #expect(processExitsWith: .success) {
      Threads.count = 1
      let operations = OperationCase.all.map { ($0, $0.inputs()) }
      func step() {
        for (operation, inputs) in operations {
          inputs.forEach { $0.gradient = nil }
          let result = operation.apply(inputs)
          result.backward(.ones(result.shape))
        }
      }
      for _ in 0..<2 { step() }
      let reserved = Memory.pool.reservedBytes
      for _ in 0..<200 { step() }
      #expect(Memory.pool.reservedBytes == reserved)
    }
  }

  /// 10,000 operations with a stack of 256 KB: recursion would need several hundred bytes per operation.
  @Test(arguments: [true, false], [true, false])
  func longChainsDoNotOverflowTheStack(isPassed: Bool, isKept: Bool) async {
    await #expect(processExitsWith: .success) { [isPassed, isKept] in
      onASmallStack {
        let x = Tensor([3], [1, 2, 3], requiresGradient: true)
        var y = x * x
        for i in 0..<10_000 { y = i % 3 == 0 ? y * 1.0001 : i % 3 == 1 ? y + x : y.tanh() }
        if isPassed {
          y.sum().backward(keepGraph: isKept)
          guard x.gradient != nil else { fatalError("no gradient arrived") }
        }
        y = Tensor(0)
      }
    }
  }

  /// Each link reads the two before it, so every node has two owners.
  @Test func longBraidsDoNotOverflowTheStack() async {
    await #expect(processExitsWith: .success) {
      onASmallStack {
        let x = Tensor(1, requiresGradient: true)
        var (older, newer) = (x, x * 0.5)
        for _ in 0..<10_000 { (older, newer) = (newer, newer * 0.5 + older * 0.25) }
      }
    }
  }
}

private func onASmallStack(_ body: @escaping @Sendable () -> Void) {
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    body()
    done.signal()
  }
  thread.stackSize = 256 << 10
  thread.start()
  done.wait()
}
