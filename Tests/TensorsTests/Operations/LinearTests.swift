import Kernels
import Numerics
import Tensors
import Testing
import TestSupport

struct LinearTests {
  static let cases: [OperationCase] = [
    OperationCase("linear", [[2, 3, 5], [7, 5], [7]]) { linear($0[0], weight: $0[1], bias: $0[2]) },
    OperationCase("linear without bias", [[5, 17], [33, 17]]) { linear($0[0], weight: $0[1]) },
    OperationCase("linear of one row", [[17], [33, 17], [33]]) { linear($0[0], weight: $0[1], bias: $0[2]) },
    OperationCase("linear with one output", [[5, 3], [1, 3], [1]]) {
      linear($0[0], weight: $0[1], bias: $0[2])
    },
    OperationCase("linear twice with one weight", [[3, 5], [5, 5]]) {
      linear(linear($0[0], weight: $0[1]), weight: $0[1])
    },
    OperationCase("linear added to a residual", [[2, 3, 5], [7, 5], [7], [2, 3, 7]]) {
      add($0[0], $0[1], $0[2], to: $0[3])
    },
    OperationCase("linear without bias added to a residual", [[5, 17], [33, 17], [5, 33]]) {
      add($0[0], $0[1], to: $0[2])
    },
    OperationCase("linear added to a residual with dropout", [[2, 3, 5], [17, 5], [17], [2, 3, 17]]) {
      add($0[0], $0[1], $0[2], to: $0[3], dropout: 0.4)
    },
    // The residual's gradient comes first; the input's is added to a copy of it, since other tensors share it.
    OperationCase("linear added to its own input", [[3, 5], [5, 5], [5]]) { add($0[0], $0[1], $0[2], to: $0[0]) },
    OperationCase("linear added to its own input with dropout", [[3, 5], [5, 5], [5]]) {
      add($0[0], $0[1], $0[2], to: $0[0], dropout: 0.4)
    },
    OperationCase("linear of a weight that is its input", [[5, 5]]) { add($0[0], $0[0], to: $0[0]) },
  ]

  /// Every call drops the same elements.
  private static func add(
    _ x: Tensor, _ weight: Tensor, _ bias: Tensor? = nil, to residual: Tensor, dropout rate: Float = 0
  ) -> Tensor {
    var generator = RandomGenerator(seed: 3)
    return linear(x, weight: weight, bias: bias, addedTo: residual, dropout: rate, using: &generator)
  }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test(arguments: [0, 0.4] as [Float]) func theResidualIsAddedAfterDropout(rate: Float) {
    let x = leaf([3, 5]), weight = leaf([17, 5], seed: 2), bias = leaf([17], seed: 3),
      residual = leaf([3, 17], seed: 4)
    var generator = RandomGenerator(seed: 3)
    let expected = residual + dropout(linear(x, weight: weight, bias: bias), rate: rate, using: &generator)
    expectTensor(
      Self.add(x, weight, bias, to: residual, dropout: rate), matches: expected.elements, shape: [3, 17],
      tolerance: 2e-7)
  }

  @Test func theGeneratorIsUsedOnlyForDropout() {
    var generator = RandomGenerator(seed: 3)
    let x = leaf([3, 5]), weight = leaf([5, 5])
    _ = linear(x, weight: weight, addedTo: x, dropout: 0, using: &generator)
    #expect(generator == RandomGenerator(seed: 3))
    _ = linear(x, weight: weight, addedTo: x, dropout: 0.1, using: &generator)
    var expected = RandomGenerator(seed: 3)
    _ = expected.next()
    #expect(generator == expected)
  }

  /// The incoming gradient can have other owners, so it must not change.
  @Test func theCotangentIsUnchangedIfTheResidualIsTheInput() {
    let x = leaf([3, 5]), weight = leaf([5, 5], seed: 2)
    let cotangent = leaf([3, 5], seed: 3).detached(), before = cotangent.elements
    Self.add(x, weight, to: x).backward(cotangent)
    #expect(cotangent.elements == before)
    expectTensor(
      x.gradient!, matches: (cotangent + matmul(cotangent, weight)).elements, shape: [3, 5], tolerance: 2e-7)
  }

  @Test func withoutInputChannelsTheResultIsTheBias() {
    let garbage = (0..<16).map { _ in Tensor.full([64], 1e9) }
    withExtendedLifetime(garbage) {}
    let x = Tensor.zeros([2, 0]), weight = Tensor.zeros([3, 0]), bias = Tensor([3], [1, 2, 3])
    expectTensor(linear(x, weight: weight), matches: [0, 0, 0, 0, 0, 0], shape: [2, 3])
    expectTensor(linear(x, weight: weight, bias: bias), matches: [1, 2, 3, 1, 2, 3], shape: [2, 3])
    expectTensor(
      Self.add(x, weight, bias, to: .full([2, 3], 10)), matches: [11, 12, 13, 11, 12, 13], shape: [2, 3])
  }

  @Test func withoutOutputChannelsTheGradientIsZero() {
    let x = leaf([2, 3]), weight = leaf([0, 3]), garbage = (0..<16).map { _ in Tensor.full([64], 1e9) }
    withExtendedLifetime(garbage) {}
    linear(x, weight: weight).backward(.zeros([2, 0]))
    expectTensor(x.gradient!, matches: [0, 0, 0, 0, 0, 0], shape: [2, 3])
  }
}
