import Tensors
import TestSupport
import Testing

struct StackingTests {
  static let cases: [OperationCase] = [
    OperationCase("stack", [[3, 5], [3, 5], [3, 5]]) { stack($0) },
    OperationCase("stack along axis 1", [[3, 5], [3, 5]]) { stack($0, axis: 1) },
    OperationCase("stack along axis -1", [[3, 5], [3, 5]]) { stack($0, axis: -1) },
    OperationCase("stack with itself", [[7]]) { stack([$0[0], $0[0]]) },
    OperationCase("stack of numbers", [[], []]) { stack($0) },
    OperationCase("split into equal parts", [[2, 6, 5]]) {
      let parts = $0[0].split(axis: 1, into: 3)
      return parts[0] * parts[1] - parts[2]
    },
    OperationCase("split into sizes", [[17, 3]]) {
      let parts = $0[0].split(axis: 0, sizes: [5, 2, 0, 10])
      return concatenate([parts[3] * parts[3], parts[0], parts[2], parts[1]], axis: 0)
    },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func stackAddsAnAxis() {
    let x: Tensor = [1, 2, 3], y: Tensor = [4, 5, 6]
    expectTensor(stack([x, y]), matches: [1, 2, 3, 4, 5, 6], shape: [2, 3])
    expectTensor(stack([x, y], axis: 1), matches: [1, 4, 2, 5, 3, 6], shape: [3, 2])
    expectTensor(stack([x, y], axis: -1), matches: [1, 4, 2, 5, 3, 6], shape: [3, 2])
    expectTensor(stack([x, y], axis: -2), matches: [1, 2, 3, 4, 5, 6], shape: [2, 3])
  }

  @Test func splitIsTheInverseOfConcatenate() {
    let x = leaf([3, 12, 5])
    for axis in 0..<3 {
      let size = x.shape[axis], halves = [size / 2, 0, size - size / 2]
      let parts = x.split(axis: axis, sizes: halves)
      #expect(parts.map { $0.shape[axis] } == halves)
      expectTensor(concatenate(parts, axis: axis), matches: x.elements, shape: x.shape)
    }
    let thirds = x.split(axis: -2, into: 3)
    #expect(thirds.map(\.shape) == [[3, 4, 5], [3, 4, 5], [3, 4, 5]])
    expectTensor(concatenate(thirds, axis: 1), matches: x.elements, shape: x.shape)
  }
}
