import Kernels
import Tensors
import Testing
import TestSupport

struct ComparisonsTests {
  static let cases: [OperationCase] = [
    OperationCase("select", [[2, 3, 5], [2, 3, 5]]) { select(everyThird([2, 3, 5]), $0[0], $0[1]) },
    OperationCase("select, all repeated", [[2, 1, 5], [3, 1]]) { select(everyThird([5]), $0[0], $0[1]) },
    OperationCase("select by a larger condition", [[], [17]]) { select(everyThird([5, 17]), $0[0], $0[1]) },
    OperationCase("select of one tensor", [[33]]) { select(everyThird([33]), $0[0] * $0[0], 0.1 * $0[0]) },
    // The step has no slope, but the factor x does.
    OperationCase("x (y < 1)", [[2, 5]]) { $0[0] * (everyThird([2, 5]) .< 0.5) },
  ]

  /// 1 at every third element, 0 elsewhere.
  private static func everyThird(_ shape: Shape) -> Tensor {
    Tensor(shape, (0..<shape.count).map { $0 % 3 == 0 ? 1 : 0 })
  }

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func comparisonsAreOneWhereTheyHold() {
    let x: Tensor = [1, 2, 3, .nan], y: Tensor = [2, 2, 2, 2]
    for (found, expected) in [
      (x .< y, [1, 0, 0, 0]), (x .<= y, [1, 1, 0, 0]), (x .> y, [0, 0, 1, 0]), (x .>= y, [0, 1, 1, 0]),
      (x .== y, [0, 1, 0, 0]), (x .!= y, [1, 0, 1, 1]), (x .< 2, [1, 0, 0, 0]), (x .<= 2, [1, 1, 0, 0]),
      (x .> 2, [0, 0, 1, 0]), (x .>= 2, [0, 1, 1, 0]), (x .== 2, [0, 1, 0, 0]), (x .!= 2, [1, 0, 1, 1]),
    ] as [(Tensor, [Float])] {
      expectTensor(found, matches: expected, shape: [4])
    }
  }

  @Test func comparisonsBroadcastAndPassNoGradient() {
    let x = leaf([2, 1]), y = leaf([3])
    #expect((x .< y).shape == [2, 3])
    #expect(!(x .< y).requiresGradient && !(x .== 0).requiresGradient)
    #expect(((x .< y) + (x .>= y)).elements == [1, 1, 1, 1, 1, 1])
  }

  /// Neither NaN nor infinity gets through where it is not selected, forward or backward.
  @Test func unselectedValuesHaveNoEffect() {
    let x = Tensor([-1, 0, 4], requiresGradient: true)
    let y = select(x .> 0, x.log(), x)
    expectTensor(y, matches: [-1, 0, 1.3862944], shape: [3], tolerance: 1e-7)
    let z = select([1, 0, 1], x, Tensor([.nan, 5, .infinity]))
    expectTensor(z, matches: [-1, 5, 4], shape: [3])
    z.backward([.nan, .infinity, 7])
    #expect(x.gradient!.elements[1...] == [0, 7])
  }
}
