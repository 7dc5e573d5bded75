import Layers
import Tensors
import TestSupport
import Testing

struct LinearTests {
  @Test(arguments: [true, false]) func gradientsMatchFiniteDifferences(bias: Bool) {
    let layer = Linear(5, 7, bias: bias), x = leaf([2, 3, 5])
    checkGradient(of: layer, inputs: ["x": x]) { layer(x) }
  }

  @Test func theMapIsWeightTimesInputPlusBias() {
    let layer = Linear(2, 3)
    set(layer.weight, [1, 2, 3, 4, 5, 6])
    set(layer.bias!, [10, 20, 30])
    expectTensor(layer(Tensor([2], [1, -1])), matches: [9, 19, 29], shape: [3])
  }

  @Test func withoutBiasThereIsOnlyTheWeight() {
    #expect(Linear(5, 7, bias: false).namedParameters.map(\.name) == ["weight"])
    #expect(Linear(5, 7).namedParameters.map(\.name) == ["weight", "bias"])
    #expect(Linear(5, 7).parameterCount == 42)
  }

  @Test(arguments: [0.02, 0.5] as [Float])
  func weightsStartNormallyDistributedAndBiasesAtZero(standardDeviation: Float) {
    let layer = Linear(150, 100, .normal(standardDeviation: standardDeviation))
    layer.initialize(seed: 1)
    #expect(layer.bias!.elements.allSatisfy { $0 == 0 })
    expectStandardDeviation(of: layer.weight, standardDeviation)
  }
}
