import Kernels
import Testing
import TestSupport

import class Kernels.Memory

@testable import Tensors

struct StorageTests {
  /// In a process of its own: tests that run at the same time share the pool.
  @Test func memoryGoesBackToThePoolWithTheLastTensor() async {
    await #expect(processExitsWith: .success) {
      let before = Memory.pool.reservedBytes
      var x: Tensor? = .ones([1000])
      let taken = Memory.pool.reservedBytes
      #expect(taken > before)
      let view = x!.reshaped(to: [10, 100])
      x = nil
      #expect(view.elements == [Float](repeating: 1, count: 1000))
      // A tensor of the same size while the first is in use takes other memory; afterwards it takes the same.
      let start = view.data
      withExtendedLifetime(view) { #expect(Tensor.ones([1000]).data != start) }
    }
  }

  @Test func freedMemoryIsUsedAgain() async {
    await #expect(processExitsWith: .success) {
      _ = Tensor.ones([1000]).elements
      let reserved = Memory.pool.reservedBytes
      for _ in 0..<10 { _ = Tensor.ones([1000]).elements }
      #expect(Memory.pool.reservedBytes == reserved)
    }
  }
}
