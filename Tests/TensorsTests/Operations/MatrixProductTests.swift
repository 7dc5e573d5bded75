import Kernels
import Tensors
import Testing
import TestSupport

struct MatrixProductTests {
  static let cases: [OperationCase] = [
    OperationCase("matmul", [[3, 5], [5, 2]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul with remainders in all dimensions", [[17, 33], [33, 97]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul of a stack and one matrix", [[2, 3, 5], [5, 7]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul of two stacks", [[2, 3, 5, 7], [2, 3, 7, 2]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul of a stack of one", [[1, 3, 5], [1, 5, 2]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul of one matrix and a stack", [[3, 5], [2, 5, 7]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul of stacks, one missing an axis", [[2, 3, 5, 7], [3, 7, 2]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul of stacks, both repeated", [[2, 1, 3, 5], [3, 5, 17]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul of a stack of one and a stack", [[1, 3, 5], [2, 2, 5, 2]]) { matmul($0[0], $0[1]) },
    OperationCase("matmul with its own first matrix", [[2, 5, 5]]) { matmul($0[0], $0[0][0..<1]) },
    OperationCase("matmul with itself", [[5, 5]]) { matmul($0[0], $0[0]) },
    OperationCase("matmul with itself transposed", [[2, 3, 5]]) { matmul($0[0], $0[0].transposed()) },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func productsAreSumsOfProducts() {
    let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6]), y = Tensor([3, 2], [1, 0, 2, -1, 3, 1])
    expectTensor(matmul(x, y), matches: [14, 1, 32, 1], shape: [2, 2])
    expectTensor(linear(x, weight: y.transposed()), matches: [14, 1, 32, 1], shape: [2, 2])
    let bias = Tensor([2], [100, 200])
    expectTensor(
      linear(x, weight: y.transposed(), bias: bias), matches: [114, 201, 132, 201], shape: [2, 2])
  }

  @Test func eachMatrixOfAStackIsMultipliedSeparately() {
    let x = leaf([2, 3, 5]), y = leaf([2, 5, 7], seed: 2)
    let z = matmul(x, y)
    for i in 0..<2 {
      let one = matmul(
        x.slice(axis: 0, i..<i + 1).reshaped(to: [3, 5]), y.slice(axis: 0, i..<i + 1).reshaped(to: [5, 7]))
      expectTensor(z.slice(axis: 0, i..<i + 1), matches: one.elements, shape: [1, 3, 7])
    }
  }

  @Test func leadingAxesAreBroadcastAsInASum() {
    let sizes: [([Int], [Int])] = [
      ([3, 5], [2, 5, 7]), ([2, 1, 3, 5], [4, 5, 7]), ([4, 1, 1, 3, 5], [2, 1, 5, 7]), ([1, 3, 5], [2, 4, 5, 7]),
      ([2, 4, 3, 5], [1, 5, 7]), ([0, 3, 5], [1, 5, 7]), ([1, 3, 5], [2, 0, 5, 7]),
    ]
    for (x, y) in sizes {
      let x = leaf(Shape(x)), y = leaf(Shape(y), seed: 2)
      let leading = (Tensor.ones(Shape(x.shape.sizes.dropLast(2))) + .ones(Shape(y.shape.sizes.dropLast(2)))).shape
      let expected = matmul(
        x.repeated(to: Shape(leading.sizes + x.shape.sizes.suffix(2))),
        y.repeated(to: Shape(leading.sizes + y.shape.sizes.suffix(2))))
      expectTensor(matmul(x, y), matches: expected.elements, shape: Shape(leading.sizes + [3, 7]))
    }
  }

  /// An empty sum of products is zero, not what the memory happened to hold.
  @Test(arguments: [([2, 0], [0, 3]), ([2, 5, 0], [0, 3]), ([2, 5, 0], [2, 0, 3]), ([2, 5, 0], [1, 0, 3])])
  func productsOverAnEmptyAxisAreZero(x: [Int], y: [Int]) {
    leaveGarbageInMemory()
    let z = matmul(Tensor.zeros(Shape(x)), Tensor.zeros(Shape(y)))
    expectTensor(
      z, matches: [Float](repeating: 0, count: z.count), shape: Shape(x.dropLast() + [3]))
  }

  @Test func matricesWithoutRowsOrColumnsHaveZeroGradients() {
    leaveGarbageInMemory()
    let x = leaf([2, 3]), y = leaf([3, 0])
    matmul(x, y).backward(.zeros([2, 0]))
    expectTensor(x.gradient!, matches: [0, 0, 0, 0, 0, 0], shape: [2, 3])
    let rows = leaf([0, 3]), weight = leaf([5, 3]), bias = leaf([5])
    linear(rows, weight: weight, bias: bias).backward(.zeros([0, 5]))
    expectTensor(weight.gradient!, matches: [Float](repeating: 0, count: 15), shape: [5, 3])
    expectTensor(bias.gradient!, matches: [0, 0, 0, 0, 0], shape: [5])
  }

  /// Fills the blocks that the pool will hand out next, so elements that are never set become visible.
  private func leaveGarbageInMemory() {
    let blocks = (0..<16).map { _ in Tensor.full([64], 1e9) }
    withExtendedLifetime(blocks) {}
  }
}
