import Files
import Layers
import Tensors
import Testing
import Training

/// A parameter that starts at the given numbers.
private func parameter(_ numbers: [Float]) -> Parameter {
  let parameter = Parameter([numbers.count], .zeros)
  parameter.data.update(from: numbers, count: numbers.count)
  return parameter
}

@Test func theTrainerFindsTheMinimum() throws {
  let x = parameter([5, -3, 2])
  let target = Tensor([3], [1, 2, 3])
  var options = TrainingOptions()
  (options.steps, options.warmup, options.learningRate, options.minimumLearningRate) = (300, 10, 0.1, 0.001)
  var lines: [Metrics] = []
  try Trainer([x], options, tokensPerBatch: 7).run(
    batch: { learn in learn(meanSquaredError(x, target), 1) }, validationLoss: nil, report: { lines.append($0) })
  for (a, b) in zip(x.elements, target.elements) { #expect(abs(a - b) < 0.01) }
  #expect(lines.map(\.step) == Array(stride(from: 0, through: 300, by: 10)))
  #expect(lines.last?.tokens == 2100)
}

@Test func evaluationsComeAtTheStartAtEachIntervalAndAtTheEnd() throws {
  var options = TrainingOptions()
  (options.steps, options.evaluateEvery, options.logEvery) = (25, 10, 7)
  let x = parameter([1])
  var evaluated: [Int] = [], logged: [Int] = []
  try Trainer([x], options, tokensPerBatch: 1).run(
    batch: { learn in learn((x * x).sum(), 1) }, validationLoss: { 0.5 },
    report: { line in
      logged.append(line.step)
      if line.validationLoss != nil { evaluated.append(line.step) }
    })
  #expect(evaluated == [0, 10, 20, 25])
  #expect(logged == [0, 7, 10, 14, 20, 21, 25])
}

@Test(arguments: [Float.nan, .infinity])
func aLossThatIsNotFiniteStopsTheRunAndLeavesTheParameters(bad: Float) throws {
  let x = parameter([1, 2])
  let trainer = Trainer([x], TrainingOptions(), tokensPerBatch: 1)
  let problem = #expect(throws: Problem.self) { try trainer.step { (x * bad).sum() } }
  #expect(problem?.message.contains("step 0") == true)
  #expect(x.elements == [1, 2])
  #expect(x.gradient == nil)
}

@Test func clippingLimitsTheGradientThatTheOptimizerSees() throws {
  // With clipping the first step of AdamW is the same for any length of gradient beyond the limit.
  func firstStep(_ factor: Float) throws -> [Float] {
    let x = parameter([1, -1])
    var options = TrainingOptions()
    options.epsilon = 1  // so that the length of the gradient matters to the step
    _ = try Trainer([x], options, tokensPerBatch: 1).step { (x * Tensor([2], [3 * factor, 4 * factor])).sum() }
    return x.elements
  }
  let (a, b) = (try firstStep(10), try firstStep(1000))
  for (a, b) in zip(a, b) { #expect(abs(a - b) < 1e-6) }
  #expect(try firstStep(0.01) != a)
}
