import Tensors
import TestSupport
import Testing

struct NestedNumbersTests {
  @Test func nestedListsBecomeAxes() {
    expectTensor(Tensor([[1, 2, 3], [4, 5, 6.5]]), matches: [1, 2, 3, 4, 5, 6.5], shape: [2, 3])
    expectTensor(Tensor([0.5, -1.5]), matches: [0.5, -1.5], shape: [2])
    expectTensor(Tensor([[[1], [2], [3]]]), matches: [1, 2, 3], shape: [1, 3, 1])
    #expect(Tensor([[0, -.infinity], [0, 0]]).elements == [0, -.infinity, 0, 0])
    #expect(!Tensor([1, 2]).requiresGradient)
    #expect(Tensor([[1, 2]], requiresGradient: true).requiresGradient)
  }

  @Test func literalsBecomeTensorsWhereTensorsAreExpected() {
    let x: Tensor = [[1, 2], [3, 4.25]]
    expectTensor(x, matches: [1, 2, 3, 4.25], shape: [2, 2])
    expectTensor([[[1, -2]], [[3, 4]], [[5, 6]]], matches: [1, -2, 3, 4, 5, 6], shape: [3, 1, 2])
    expectTensor(x + [10, 20], matches: [11, 22, 13, 24.25], shape: [2, 2])
    expectTensor(matmul(x, [[1], [10]]), matches: [21, 45.5], shape: [2, 1])
  }

  @Test func arrayVariablesBecomeTensorsToo() {
    let row: [Float] = [1, 2, 3], whole = [4, 5, 6]
    expectTensor(Tensor(row), matches: row, shape: [3])
    expectTensor(Tensor([row, row]), matches: row + row, shape: [2, 3])
    expectTensor(Tensor([1, row[1]]), matches: [1, 2], shape: [2])
    expectTensor(Tensor(whole), matches: [4, 5, 6], shape: [3])
    expectTensor(
      Tensor((0..<2).map { i in (0..<3).map { Double(i * 3 + $0) } }), matches: [0, 1, 2, 3, 4, 5], shape: [2, 3])
  }

  @Test func emptyListsAreEmptyAxes() {
    let nothing: Tensor = [], rows: Tensor = [[], []]
    expectTensor(nothing, matches: [], shape: [0])
    expectTensor(rows, matches: [], shape: [2, 0])
    expectTensor(Tensor([Float]()), matches: [], shape: [0])
  }

  /// A number in brackets is a tensor with one axis; without brackets, it has none.
  @Test func aSingleNumberHasNoAxes() {
    expectTensor(Tensor(7), matches: [7], shape: [])
    expectTensor(Tensor([7]), matches: [7], shape: [1])
  }
}
