import Testing

@testable import Tensors

struct ShapeTests {
  @Test func countIsTheProductOfTheSizes() {
    #expect(([2, 3, 5] as Shape).count == 30)
    #expect(([] as Shape).count == 1)
    #expect(([2, 0, 5] as Shape).count == 0)
  }

  @Test func stridesAreRowMajor() {
    #expect(([2, 3, 5] as Shape).strides == [15, 5, 1])
    #expect(([7] as Shape).strides == [1])
    #expect(([] as Shape).strides == [])
  }

  @Test func negativeAxesCountFromTheLast() {
    let shape: Shape = [2, 3, 5]
    #expect([shape[0], shape[2], shape[-1], shape[-3]] == [2, 5, 5, 2])
  }

  @Test(arguments: [([2, 3, 5], "(2, 3, 5)"), ([5], "(5,)"), ([], "()"), ([0, 1], "(0, 1)")])
  func descriptionIsATuple(sizes: [Int], text: String) {
    #expect(Shape(sizes).description == text)
  }

  @Test(
    arguments: [
      ([2, 3, 5], [3, 1], [2, 3, 5]), ([2, 1], [1, 3], [2, 3]), ([], [4], [4]), ([], [], []),
      ([1], [0], [0]), ([5, 1, 7], [1], [5, 1, 7]),
    ] as [([Int], [Int], [Int])])
  func axesOfSizeOneAreBroadcast(a: [Int], b: [Int], together: [Int]) {
    #expect(Shape(a).broadcast(with: Shape(b), for: "test").sizes == together)
    #expect(Shape(b).broadcast(with: Shape(a), for: "test").sizes == together)
  }

  @Test func repeatedAxesHaveStrideZero() {
    #expect(([3, 1] as Shape).strides(repeatedTo: [2, 3, 5]) == [0, 1, 0])
    #expect(([2, 3] as Shape).strides(repeatedTo: [2, 3]) == [3, 1])
  }

  @Test func splitMultipliesTheSizesOnEitherSide() {
    #expect(([2, 3, 5, 7] as Shape).split(at: 1) == (2, 3, 35))
    #expect(([2, 3, 5, 7] as Shape).split(at: 3) == (30, 7, 1))
  }

  @Test func replacingSetsOrRemovesOneAxis() {
    let shape: Shape = [2, 3, 5]
    #expect(shape.replacing(axis: 1, with: 4) == [2, 4, 5])
    #expect(shape.replacing(axis: 2, with: nil) == [2, 3])
  }
}
