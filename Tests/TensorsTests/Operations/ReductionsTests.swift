import Tensors
import TestSupport
import Testing

struct ReductionsTests {
  static let cases: [OperationCase] =
    [
      OperationCase("sum", [[2, 3, 5]]) { $0[0].sum() },
      OperationCase("mean", [[17, 33]]) { $0[0].mean() },
      OperationCase("sum of a long middle axis", [[2, 97, 3]]) { $0[0].sum(axis: 1) },
      OperationCase("mean of a long last axis", [[3, 97]]) { $0[0].mean(axis: -1) },
    ]
    + [0, 1, 2].flatMap { axis in
      [false, true].flatMap { keep in
        [
          OperationCase("sum of axis \(axis), kept: \(keep)", [[2, 3, 5]]) {
            $0[0].sum(axis: axis, keepAxis: keep)
          },
          OperationCase("mean of axis \(axis), kept: \(keep)", [[2, 3, 5]]) {
            $0[0].mean(axis: axis, keepAxis: keep)
          },
          OperationCase("max of axis \(axis), kept: \(keep)", [[2, 3, 5]], in: 0...0.05) {
            ($0[0] + farApart).max(axis: axis, keepAxis: keep)
          },
          OperationCase("min of axis \(axis), kept: \(keep)", [[2, 3, 5]], in: 0...0.05) {
            ($0[0] + farApart).min(axis: axis, keepAxis: keep)
          },
        ]
      }
    }

  /// Numbers that differ by more than the steps of the finite differences; the largest can be anywhere.
  private static var farApart: Tensor { Tensor([2, 3, 5], (0..<30).map { Float($0 * 11 % 30) / 4 }) }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func reducedAxesAreRemovedOrKeptWithSizeOne() {
    let x = Tensor([2, 3], [1, 2, 3, 4, 5, 9])
    expectTensor(x.sum(), matches: [24], shape: [])
    expectTensor(x.mean(), matches: [4], shape: [])
    expectTensor(x.sum(axis: 0), matches: [5, 7, 12], shape: [3])
    expectTensor(x.sum(axis: -1, keepAxis: true), matches: [6, 18], shape: [2, 1])
    expectTensor(x.mean(axis: 0, keepAxis: true), matches: [2.5, 3.5, 6], shape: [1, 3])
    expectTensor(x.mean(axis: 1), matches: [2, 6], shape: [2])
    expectTensor(x.max(axis: 0), matches: [4, 5, 9], shape: [3])
    expectTensor(x.max(axis: 1, keepAxis: true), matches: [3, 9], shape: [2, 1])
    expectTensor(x.min(axis: 0), matches: [1, 2, 3], shape: [3])
    expectTensor(x.min(axis: 1, keepAxis: true), matches: [1, 4], shape: [2, 1])
  }

  @Test func theFirstOfEqualElementsIsTheExtreme() {
    let x = Tensor([2, 4], [1, 7, 7, 2, -3, -3, -8, -3], requiresGradient: true)
    #expect(x.argmax() == [1, 0])
    x.max(axis: 1).backward(Tensor([2], [5, 6]))
    expectTensor(x.gradient!, matches: [0, 5, 0, 0, 6, 0, 0, 0], shape: [2, 4])
    (-x).min(axis: 1).backward(Tensor([2], [5, 6]))
    expectTensor(x.gradient!, matches: [0, 0, 0, 0, 0, 0, 0, 0], shape: [2, 4])
  }

  @Test func argmaxWorksAlongAnyAxis() {
    let x = Tensor([2, 2, 3], [0, 1, 2, 5, 4, 3, -1, 0, -1, 8, 8, 9])
    #expect(x.argmax() == [2, 0, 1, 2])
    #expect(x.argmax(axis: 0) == [0, 0, 0, 1, 1, 1])
    #expect(x.argmax(axis: 1) == [1, 1, 1, 1, 1, 1])
  }

  /// As in PyTorch, where NaN counts as the largest and as the smallest.
  @Test func nanIsNotPassedOver() {
    let x = Tensor([[1, .nan, 3], [.nan, 0, .nan], [5, 6, 4]])
    expectNaN(x.max(axis: 1), [true, true, false])
    expectNaN(x.min(axis: 1), [true, true, false])
    expectNaN(x.max(axis: 0), [true, true, true])
    expectNaN(x.min(axis: 0), [true, true, true])
    #expect(x.argmax() == [1, 0, 1])
    #expect(x.argmax(axis: 0) == [1, 0, 1])
  }

  private func expectNaN(_ x: Tensor, _ expected: [Bool]) { #expect(x.elements.map(\.isNaN) == expected) }

  /// A million times 0.1 in a plain running sum is 100,958.34.
  @Test func longSumsAndMeansDoNotDrift() {
    let tenth = Double(Float(0.1)), tolerance = 1e-6
    func expectSum(_ sums: Tensor, _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation) {
      for sum in sums.elements {
        #expect(abs(Double(sum) - expected) < tolerance * expected, sourceLocation: sourceLocation)
      }
    }
    expectSum(Tensor.full([1_000_003], 0.1).sum(), 1_000_003 * tenth)
    expectSum(Tensor.full([10_000_000], 0.1).sum(), 1e7 * tenth)
    expectSum(Tensor.full([10_000_000], 0.1).mean(), tenth)
    expectSum(Tensor.full([100_000, 3], 0.1).sum(axis: 0), 100_000 * tenth)
    expectSum(Tensor.full([3, 100_000], 0.1).sum(axis: 1), 100_000 * tenth)
    expectSum(Tensor.full([2, 50_000, 17], 0.1).mean(axis: 1), tenth)
    let (zero, one) = (Tensor.zeros([2, 100_000]), Tensor.full([2, 100_000], 1.1))
    expectSum(meanSquaredError(zero, one), Double(Float(1.1)) * Double(Float(1.1)))
  }

  /// The gradients of what is used in many places are sums over these places.
  @Test func gradientsOfWhatIsUsedOftenDoNotDrift() {
    let rows = 200_000, expected = Double(rows) * Double(Float(0.1)), dy = Tensor.full([rows, 4], 0.1)
    let weight = Tensor([4, 3], [Float](repeating: 0, count: 12), requiresGradient: true)
    let bias = Tensor([4], [0, 0, 0, 0], requiresGradient: true)
    linear(.ones([rows, 3]), weight: weight, bias: bias).backward(dy)
    let row = Tensor([4], [1, 2, 3, 4], requiresGradient: true), number = Tensor(1, requiresGradient: true)
    (.zeros([rows, 4]) + row).backward(dy)
    (.ones([rows, 4]) * number).backward(dy)
    let table = Tensor([2, 4], [Float](repeating: 0, count: 8), requiresGradient: true)
    embedding(table, ids: [Int32](repeating: 1, count: rows), shape: [rows]).backward(dy)
    let sums = [
      bias.gradient!.elements, row.gradient!.elements, number.gradient!.elements.map { $0 / 4 },
      Array(table.gradient!.elements[4...]),
    ]
    for sum in sums.joined() { #expect(abs(Double(sum) - expected) < 1e-6 * expected) }
    // A matrix product adds up blocks of 192 terms.
    for sum in weight.gradient!.elements { #expect(abs(Double(sum) - expected) < 3e-6 * expected) }
  }

  @Test func emptySumsAreZeroAndEmptyResultsAreEmpty() {
    let x = leaf([2, 0, 3])
    expectTensor(x.sum(), matches: [0], shape: [])
    expectTensor(x.sum(axis: 1), matches: [0, 0, 0, 0, 0, 0], shape: [2, 3])
    expectTensor(x.sum(axis: 0, keepAxis: true), matches: [], shape: [1, 0, 3])
    expectTensor(x.max(axis: 0), matches: [], shape: [0, 3])
    expectTensor(x.mean(axis: 2), matches: [], shape: [2, 0])
    #expect(x.mean().item.isNaN)
    #expect(x.mean(axis: 1).shape == [2, 3] && x.mean(axis: 1).elements.allSatisfy { $0.isNaN })
    #expect(Tensor.zeros([0, 3]).argmax() == [])
    x.sum(axis: 1).backward(.ones([2, 3]))
    x.sum().backward()
    x.mean().backward()
    x.mean(axis: 1).backward(.ones([2, 3]))
    x.max(axis: 0).backward(.ones([0, 3]))
    expectTensor(x.gradient!, matches: [], shape: [2, 0, 3])
  }
}
