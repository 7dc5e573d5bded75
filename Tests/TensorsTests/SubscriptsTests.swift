import Tensors
import TestSupport
import Testing

struct SubscriptsTests {
  static let cases: [OperationCase] = [
    OperationCase("x[1]", [[5, 3]]) { $0[0][1] },
    OperationCase("x[1, 2] of three axes", [[2, 3, 5]]) { $0[0][1, 2] },
    OperationCase("x[1, 2, 3], one element", [[2, 3, 5]]) { $0[0][1, 2, 3] },
    OperationCase("x[1..<3]", [[5, 33]]) { $0[0][1..<3] },
    OperationCase("x[0..., -1]", [[7, 5]]) { $0[0][0..., -1] },
    OperationCase("x[(-2)..., 1, 2...3]", [[3, 2, 5, 2]]) { $0[0][(-2)..., 1, 2...3] },
    OperationCase("rows that are used twice", [[7, 17]]) { $0[0][0..<5] * $0[0][2...] + $0[0][3] * $0[0][3] },
    OperationCase("a part of a part", [[4, 5, 3]]) { $0[0][1...][0, 2..<4] },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  private let x: Tensor = [[1, 2, 3], [4, 5, 6]]

  @Test func indicesRemoveAxesAndRangesShortenThem() {
    expectTensor(x[1], matches: [4, 5, 6], shape: [3])
    expectTensor(x[-2], matches: [1, 2, 3], shape: [3])
    expectTensor(x[0..., 1], matches: [2, 5], shape: [2])
    expectTensor(x[1, 1..<3], matches: [5, 6], shape: [2])
    expectTensor(x[0..<1, 0...1], matches: [1, 2], shape: [1, 2])
    expectTensor(x[..<1, ...0], matches: [1], shape: [1, 1])
    expectTensor(x[1, 2], matches: [6], shape: [])
    expectTensor(x[], matches: x.elements, shape: x.shape)
    let stack = Tensor([2, 3, 5], (0..<30).map(Float.init))
    expectTensor(stack[1, -1, 1..<4], matches: [26, 27, 28], shape: [3])
    expectTensor(stack[0..., 1], matches: [5, 6, 7, 8, 9, 20, 21, 22, 23, 24], shape: [2, 5])
    expectTensor(stack[0..., 0..., 4], matches: [4, 9, 14, 19, 24, 29], shape: [2, 3])
  }

  @Test func negativeNumbersCountFromTheEnd() {
    let row = Tensor([1, 2, 3, 4, 5])
    expectTensor(row[(-2)...], matches: [4, 5], shape: [2])
    expectTensor(row[..<(-1)], matches: [1, 2, 3, 4], shape: [4])
    expectTensor(row[...(-2)], matches: [1, 2, 3, 4], shape: [4])
    expectTensor(row[...(-1)], matches: [1, 2, 3, 4, 5], shape: [5])
    expectTensor(row[-3..<(-1)], matches: [3, 4], shape: [2])
    expectTensor(row[-3 ... -1], matches: [3, 4, 5], shape: [3])
    expectTensor(row[-3..<0], matches: [3, 4, 5], shape: [3])
    expectTensor(row[-1], matches: [5], shape: [])
  }

  @Test func rangesCanBeEmpty() {
    expectTensor(x[2...], matches: [], shape: [0, 3])
    expectTensor(x[0..., 1..<1], matches: [], shape: [2, 0])
    expectTensor(x[..<0, 1], matches: [], shape: [0])
    let nothing = leaf([0, 3])
    nothing[0..., 1].backward(.zeros([0]))
    #expect(nothing.gradient!.shape == [0, 3])
  }

  /// Where a number is expected, the subscript returns the element.
  @Test func elementsAreFloatsWhereFloatsAreExpected() {
    let last: Float = x[1, -1]
    #expect(last == 6 && Double(x[0, 1]) == 2 && [x[0, 0], x[-1, -1]] == [1, 6])
    #expect(x[0, 1] + x[1, 0] == 6)
    #expect(abs(x[0, 1] - 2) < 1e-6)
    var total: Float = 0
    for i in 0..<2 { total += x[i, i] }
    #expect(total == 6)
    #expect(Tensor(7)[] == 7)
    #expect("\(x[0, 1])" == "2.0")
  }

  @Test func elementsKeptAsTensorsHaveGradients() {
    let x = leaf([2, 3])
    let product = x[0, 1] * x[1, 2]
    product.backward()
    let (a, b): (Float, Float) = (x[0, 1], x[1, 2])
    expectTensor(x.gradient!, matches: [0, b, 0, 0, 0, a], shape: [2, 3])
  }

  @Test func gradientsOfSlicesAddUp() {
    let x = leaf([3, 2])
    (x[0] + x[1..<3, 0] + x[0]).backward([10, 1])
    expectTensor(x.gradient!, matches: [20, 2, 10, 0, 1, 0], shape: [3, 2])
  }
}
