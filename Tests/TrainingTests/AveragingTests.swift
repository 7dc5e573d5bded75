import Layers
import Tensors
import Testing
import TestSupport
import Training

struct AveragingTests {
  private func options(_ kind: OptimizerKind, average: Double = 0) -> TrainingOptions {
    var options = TrainingOptions()
    (options.optimizer, options.average) = (kind, average)
    return options
  }

  private func parameters() -> [NamedParameter] {
    let linear = Linear(4, 3), table = Embedding(5, 4)
    linear.initialize(seed: 1)
    table.initialize(seed: 2)
    let memory = Parameter([8, 4], .zeros, role: .memory)
    memory.data.update(repeating: 0, count: 32)
    return linear.namedParameters + [
      NamedParameter(name: "table", parameter: table.weight), NamedParameter(name: "memory", parameter: memory),
    ]
  }

  @Test func theAverageIsThatOfTheWeights() {
    let x = Parameter([1], .ones)
    x.data[0] = 1
    let named = [NamedParameter(name: "x", parameter: x)]
    let optimizer = AveragingOptimizer(SGD(named, .init(momentum: 0)), of: named, decay: 0.5)
    for _ in 0..<3 { optimizer.update(gradients(of: [x]) { x.sum() }, learningRate: 1) }
    // The weights are 0, -1 and -2; the average forgets (t - 1) / (t + 9), at most a half.
    let expected = ((0 * Float(1) / 11 - 1 * (1 - Float(1) / 11)) * 2 / 12) - 2 * (1 - Float(2) / 12)
    #expect(x.elements == [-2])
    optimizer.withAverages { #expect(abs(x.elements[0] - expected) < 1e-6) }
    #expect(x.elements == [-2])
  }

  @Test(arguments: OptimizerKind.allCases, [0, 0.9]) func everyOptimizerMovesEveryParameterAndNamesItsState(
    _ kind: OptimizerKind, _ average: Double
  ) throws {
    let named = parameters(), optimizer = options(kind, average: average).makeOptimizer(named)
    let before = named.map { $0.parameter.elements }
    let tensors = named.map(\.parameter)
    for _ in 0..<2 {
      let gradients = gradients(of: tensors) {
        let x = embedding(tensors[2], ids: [1, 2], shape: [2])
        let y = addingRows(to: x, of: [tensors[3]], ids: [[3, 3]])
        return linear(y, weight: tensors[0], bias: tensors[1]).exp().sum()
      }
      optimizer.update(gradients, learningRate: 1e-2)
    }
    for (named, before) in zip(named, before) { #expect(named.parameter.elements != before, "\(named.name)") }
    let names = optimizer.namedParameters.map(\.name)
    #expect(Set(names).count == names.count)
    // What is not read stays as it is.
    #expect(named[3].parameter.elements[0..<12].allSatisfy { $0 == 0 })

    try withTemporaryFolder { folder in
      try optimizer.save(to: folder + "/state.safetensors")
      let other = options(kind, average: average).makeOptimizer(named)
      try other.load(from: folder + "/state.safetensors")
      #expect(
        other.namedParameters.map { $0.parameter.elements } == optimizer.namedParameters.map { $0.parameter.elements })
    }
  }
}
