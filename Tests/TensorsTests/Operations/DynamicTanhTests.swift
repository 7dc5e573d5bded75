import Tensors
import TestSupport
import Testing

struct DynamicTanhTests {
  static let cases: [OperationCase] = [
    OperationCase("dynamicTanh", [[2, 3, 5], [1], [5], [5]]) {
      dynamicTanh($0[0], factor: $0[1], weight: $0[2], bias: $0[3])
    },
    OperationCase("dynamicTanh without a bias", [[3, 17], [1], [17]]) {
      dynamicTanh($0[0], factor: $0[1], weight: $0[2])
    },
    // More rows than contribute to one partial sum of the parameters' gradients.
    OperationCase("dynamicTanh of many rows", [[131, 17], [1], [17], [17]]) {
      dynamicTanh($0[0], factor: $0[1], weight: $0[2], bias: $0[3])
    },
  ]

  @Test(arguments: cases)
  func gradientsMatchFiniteDifferences(_ operation: OperationCase) { operation.checkGradients() }

  @Test func equalsItsFormula() {
    let (x, factor, weight, bias) = (leaf([3, 33]) * 3, leaf([1]), leaf([33]), leaf([33]))
    let y = (x * factor).tanh() * weight + bias
    expectTensor(
      dynamicTanh(x, factor: factor, weight: weight, bias: bias), matches: y.elements, shape: [3, 33], tolerance: 1e-6)
  }

  @Test func wrongShapesAreExplained() async {
    await #expect(processExitsWith: .failure) {
      _ = dynamicTanh(.zeros([2, 3]), factor: .ones([2]), weight: .ones([3]))
    }
    await #expect(processExitsWith: .failure) {
      _ = dynamicTanh(.zeros([2, 3]), factor: .ones([1]), weight: .ones([2]))
    }
  }
}
