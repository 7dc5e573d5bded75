import Tensors
import TestSupport
import Testing

struct ArithmeticTests {
  static let cases: [OperationCase] = [
    OperationCase("x + y", [[2, 3, 5], [2, 3, 5]]) { $0[0] + $0[1] },
    OperationCase("x - y", [[2, 3, 5], [2, 3, 5]]) { $0[0] - $0[1] },
    OperationCase("x * y", [[2, 3, 5], [2, 3, 5]]) { $0[0] * $0[1] },
    OperationCase("x / y", [[2, 3, 5], [2, 3, 5]], in: 1...2) { $0[0] / $0[1] },
    OperationCase("x + y, y missing an axis", [[2, 3, 5], [3, 1]]) { $0[0] + $0[1] },
    OperationCase("x - y, x repeated", [[1, 33], [17, 33]]) { $0[0] - $0[1] },
    OperationCase("x * y, both repeated", [[2, 1, 5], [3, 1]]) { $0[0] * $0[1] },
    OperationCase("x / y, both repeated", [[17, 1], [1, 33]], in: 1...2) { $0[0] / $0[1] },
    OperationCase("x * y, y one number", [[97], []]) { $0[0] * $0[1] },
    OperationCase("x / y, x one number", [[], [97]], in: 1...2) { $0[0] / $0[1] },
    OperationCase("x + x", [[2, 3, 5]]) { $0[0] + $0[0] },
    OperationCase("x * x", [[97]]) { $0[0] * $0[0] },
    OperationCase("x x / (x + 1)", [[33]], in: 1...2) { $0[0] * $0[0] / ($0[0] + 1) },
    OperationCase("-x", [[17]]) { -$0[0] },
    OperationCase("3 x - 2", [[17]]) { 3 * $0[0] - 2 },
    OperationCase("x / 3", [[17]]) { $0[0] / 3 },
    OperationCase("2 + x", [[17]]) { 2 + $0[0] },
    OperationCase("2 - x", [[17]]) { 2 - $0[0] },
    OperationCase("2 / x", [[17]], in: 1...2) { 2 / $0[0] },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func aNumberCanStandOnEitherSide() {
    let x = Tensor([3], [1, 2, 4])
    expectTensor(2 + x, matches: [3, 4, 6], shape: [3])
    expectTensor(x - 2, matches: [-1, 0, 2], shape: [3])
    expectTensor(2 - x, matches: [1, 0, -2], shape: [3])
    expectTensor(2 / x, matches: [2, 1, 0.5], shape: [3])
    expectTensor(x / 2, matches: [0.5, 1, 2], shape: [3])
  }

  @Test func missingAxesAndAxesOfSizeOneAreRepeated() {
    let column = Tensor([2, 1], [10, 20]), row = Tensor([3], [1, 2, 3])
    expectTensor(column + row, matches: [11, 12, 13, 21, 22, 23], shape: [2, 3])
    expectTensor(column - row, matches: [9, 8, 7, 19, 18, 17], shape: [2, 3])
    expectTensor(row * column, matches: [10, 20, 30, 20, 40, 60], shape: [2, 3])
    expectTensor(column / row.slice(axis: 0, 0..<2), matches: [10, 5, 20, 10], shape: [2, 2])
  }

  @Test func numbersCanStandInForTensors() {
    let x = Tensor([2], [4, -6])
    expectTensor(x + 1, matches: [5, -5], shape: [2])
    expectTensor(x - 1, matches: [3, -7], shape: [2])
    expectTensor(x * 2, matches: [8, -12], shape: [2])
    expectTensor(2 * x, matches: [8, -12], shape: [2])
    expectTensor(x / 2, matches: [2, -3], shape: [2])
    expectTensor(-x, matches: [-4, 6], shape: [2])
  }

  /// Neighboring axes are merged if both operands step through memory in the same way. Every pattern of repeated axes
  /// must give the same result as single indices.
  @Test func everyPatternOfRepeatedAxesMatchesIndexing() {
    let full = [2, 3, 5, 7]
    for pattern in 0..<256 {
      let sizes = { (bits: Int) in full.indices.map { bits >> $0 & 1 == 1 ? 1 : full[$0] } }
      let x = leaf(Shape(sizes(pattern & 15)), seed: 1), y = leaf(Shape(sizes(pattern >> 4)), seed: 2)
      let z = x - y
      var expected: [Float] = []
      let size = z.shape.sizes
      for a in 0..<size[0] {
        for b in 0..<size[1] {
          for c in 0..<size[2] {
            for d in 0..<size[3] { expected.append(element(x, a, b, c, d) - element(y, a, b, c, d)) }
          }
        }
      }
      expectTensor(z, matches: expected, shape: Shape(size), "\(x.shape) - \(y.shape)")
    }
  }

  private func element(_ x: Tensor, _ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Float {
    let size = x.shape.sizes
    return x[min(a, size[0] - 1), min(b, size[1] - 1), min(c, size[2] - 1), min(d, size[3] - 1)]
  }

  @Test func operandsBroadcastToAnEmptyShapeHaveZeroGradients() {
    let x = leaf([1]), y = leaf([0]), z = leaf([3, 1])
    let sum = z + (x + y)
    #expect(sum.shape == [3, 0])
    sum.backward(.zeros([3, 0]))
    expectTensor(x.gradient!, matches: [0], shape: [1])
    expectTensor(y.gradient!, matches: [], shape: [0])
    expectTensor(z.gradient!, matches: [0, 0, 0], shape: [3, 1])
  }
}
