import Foundation
import Layers
import Tensors
import Testing
import TestSupport
import Transformers

/// A model of odd sizes with parameters of order one.
func smallMLP() -> MLP {
  let model = MLP(MLPConfiguration(vocabularySize: 7, contextLength: 3, embeddingSize: 5, hiddenSize: 17))
  fill(model)
  return model
}

/// The logits of one context by the model's formula, in double precision.
func naiveLogits(_ model: MLP, _ context: [Int32]) -> [Double] {
  func row(_ matrix: Tensor, _ i: Int) -> [Double] {
    let columns = matrix.shape[1]
    return (0..<columns).map { Double(matrix.data[i * columns + $0]) }
  }
  func affine(_ layer: Linear, _ x: [Double]) -> [Double] {
    (0..<layer.weight.shape[0]).map { i in
      zip(row(layer.weight, i), x).reduce(Double(layer.bias!.data[i])) { $0 + $1.0 * $1.1 }
    }
  }
  let x = context.flatMap { row(model.embedding.weight, Int($0)) }
  return affine(model.output, affine(model.hidden, x).map { tanh($0) })
}

/// -log softmax(logits)[target], in nats.
func naiveLoss(_ logits: [Double], _ target: Int32) -> Double {
  log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(target)]
}

struct MLPTests {
  @Test func childrenAreComplete() { expectChildrenAreComplete(smallMLP()) }

  @Test(arguments: [(7, 3, 5, 17), (65, 8, 32, 512), (2, 1, 1, 1)])
  func theParameterCountFollowsTheFormula(V: Int, n: Int, D: Int, H: Int) {
    let model = MLP(MLPConfiguration(vocabularySize: V, contextLength: n, embeddingSize: D, hiddenSize: H))
    #expect(model.parameterCount == (V + 1) * D + (n * D * H + H) + (H * V + V))
  }

  @Test func logitsFollowTheFormula() {
    let model = smallMLP()
    let contexts: [[Int32]] = [[1, 2, 3], [7, 7, 0], [6, 1, 6], [0, 0, 0]]
    let logits = model.logits(contexts.flatMap { $0 })
    #expect(logits.shape == [4, 7])
    expectClose(
      actual: logits.elements.map(Double.init), expected: contexts.flatMap { naiveLogits(model, $0) }, units: 8)
  }

  @Test func gradientsOfTheLossMatchFiniteDifferences() {
    let model = smallMLP()
    let ids: [Int32] = [7, 7, 0, 7, 0, 4, 0, 4, 4, 6, 5, 1, 2, 3, 2]
    checkGradient(
      of: model.namedParameters.map { (name: $0.name, tensor: $0.parameter) }, step: 0x1p-6, tolerance: 2e-4
    ) { model.loss(ids, targets: [4, 4, 6, 0, 1]) }
  }

  /// The sum of that many terms of order one, times weights of this size, is again of order one, where tanh is not
  /// flat.
  @Test func theHiddenLayerIsInitializedToKeepTheScaleOfItsInputs() {
    let model = MLP(MLPConfiguration(vocabularySize: 65))
    #expect(model.embedding.weight.initialization == .normal(standardDeviation: 1))
    #expect(model.hidden.weight.initialization == .normal(standardDeviation: 1 / Float(8 * 32).squareRoot()))
    #expect(model.hidden.bias?.initialization == .zeros)
  }

  @Test func textsArePaddedWithTheStartToken() {
    #expect(smallMLP().padded([4, 2]) == [7, 7, 7, 4, 2])
    #expect(smallMLP().padded([]) == [7, 7, 7])
  }
}
