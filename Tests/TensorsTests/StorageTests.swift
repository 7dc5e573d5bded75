import Kernels
import Testing
import TestSupport

import class Kernels.Memory

@testable import Tensors

struct StorageTests {
  /// Runs in a separate process because parallel tests share the pool.
  @Test func memoryReturnsToThePoolWithTheLastTensor() async {
    await #expect(processExitsWith: .success) {
      let before = Memory.pool.reservedBytes
      var x: Tensor? = .ones([1000])
      let taken = Memory.pool.reservedBytes
      #expect(taken > before)
      let view = x!.reshaped(to: [10, 100])
      x = nil
      #expect(view.elements == [Float](repeating: 1, count: 1000))
      // While the first tensor is in use, another of the same size takes different memory; afterward it takes the same
      // memory.
      let start = view.data
      withExtendedLifetime(view) { #expect(Tensor.ones([1000]).data != start) }
    }
  }

  @Test func freedMemoryIsReused() async {
    await #expect(processExitsWith: .success) {
      _ = Tensor.ones([1000]).elements
      let reserved = Memory.pool.reservedBytes
      for _ in 0..<10 { _ = Tensor.ones([1000]).elements }
      #expect(Memory.pool.reservedBytes == reserved)
    }
  }
}
