import Tensors
import TestSupport
import Testing

struct LayoutTests {
  static let cases: [OperationCase] = [
    OperationCase("reshaped", [[2, 3, 5]]) { $0[0].reshaped(to: [5, -1]) },
    OperationCase("transposed", [[2, 5, 33]]) { $0[0].transposed() },
    OperationCase("transposed(0, -1)", [[2, 3, 5]]) { $0[0].transposed(0, -1) },
    OperationCase("permuted", [[2, 3, 5, 7]]) { $0[0].permuted([2, 0, 3, 1]) },
    OperationCase("repeated", [[3, 1]]) { $0[0].repeated(to: [2, 3, 5]) },
    OperationCase("one number repeated", [[]]) { $0[0].repeated(to: [2, 3]) },
    OperationCase("slice of the first axis", [[5, 3]]) { $0[0].slice(axis: 0, 1..<3) },
    OperationCase("slice of the last axis", [[3, 33]]) { $0[0].slice(axis: -1, 2..<31) },
    OperationCase("overlapping slices", [[2, 7, 5]]) {
      $0[0].slice(axis: 1, 0..<4) * $0[0].slice(axis: 1, 2..<6)
    },
    OperationCase("concatenate", [[2, 3, 5], [2, 1, 5], [2, 4, 5]]) { concatenate($0, axis: 1) },
    OperationCase("concatenate with itself", [[17, 3]]) { concatenate([$0[0], $0[0]], axis: -1) },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func reshapedTensorsShareMemoryAndOrder() {
    let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
    let y = x.reshaped(to: [3, -1])
    expectTensor(y, matches: x.elements, shape: [3, 2])
    #expect(y.data == x.data)
    expectTensor(Tensor([1, 1], [7]).reshaped(to: Shape([])), matches: [7], shape: [])
  }

  @Test func transposedExchangesTwoAxes() {
    let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
    expectTensor(x.transposed(), matches: [1, 4, 2, 5, 3, 6], shape: [3, 2])
    expectTensor(x.transposed(0, 0), matches: x.elements, shape: [2, 3])
  }

  @Test func permutedReordersTheAxes() {
    let x = leaf([2, 3, 5]), y = x.permuted([2, 0, 1])
    #expect(y.shape == [5, 2, 3])
    for a in 0..<2 {
      for b in 0..<3 {
        for c in 0..<5 { #expect(y[c, a, b] == x[a, b, c]) }
      }
    }
  }

  @Test func repeatedCopiesIntoALargerShape() {
    let column = Tensor([2, 1], [1, 2])
    expectTensor(column.repeated(to: [2, 3]), matches: [1, 1, 1, 2, 2, 2], shape: [2, 3])
    expectTensor(column.repeated(to: [2, 2, 1]), matches: [1, 2, 1, 2], shape: [2, 2, 1])
  }

  @Test func slicesCanStartAnywhereAndBeEmpty() {
    let x = Tensor([2, 4], [1, 2, 3, 4, 5, 6, 7, 8])
    expectTensor(x.slice(axis: 0, 1..<2), matches: [5, 6, 7, 8], shape: [1, 4])
    expectTensor(x.slice(axis: -1, 1..<3), matches: [2, 3, 6, 7], shape: [2, 2])
    expectTensor(x.slice(axis: 1, 4..<4), matches: [], shape: [2, 0])
  }

  @Test func concatenateIsTheInverseOfSlicing() {
    let x = leaf([3, 7, 5])
    let parts = [x.slice(axis: 1, 0..<1), x.slice(axis: 1, 1..<1), x.slice(axis: 1, 1..<7)]
    expectTensor(concatenate(parts, axis: 1), matches: x.elements, shape: x.shape)
  }

  @Test func emptyTensorsKeepTheirShapes() {
    let x = leaf([2, 0, 3])
    #expect(x.permuted([1, 2, 0]).shape == [0, 3, 2])
    #expect(x.reshaped(to: [0, 7]).shape == [0, 7])
    let repeated = leaf([2, 1, 3])
    let y = repeated.repeated(to: [2, 0, 3])
    y.backward(.zeros([2, 0, 3]))
    expectTensor(repeated.gradient!, matches: [0, 0, 0, 0, 0, 0], shape: [2, 1, 3])
  }
}
