import Files
import Layers
import Tensors
import TestSupport
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
  try Trainer(named([x]), options, tokensPerBatch: 7).run(
    batch: { _, learn in learn(meanSquaredError(x, target), 1) }, validationLoss: nil, report: { lines.append($0) })
  for (a, b) in zip(x.elements, target.elements) { #expect(abs(a - b) < 0.01) }
  #expect(lines.map(\.step) == Array(stride(from: 0, through: 300, by: 10)))
  #expect(lines.last?.tokens == 2100)
}

@Test func evaluationsComeAtTheStartAtEachIntervalAndAtTheEnd() throws {
  var options = TrainingOptions()
  (options.steps, options.evaluateEvery, options.logEvery) = (25, 10, 7)
  let x = parameter([1])
  var evaluated: [Int] = [], logged: [Int] = []
  try Trainer(named([x]), options, tokensPerBatch: 1).run(
    batch: { _, learn in learn((x * x).sum(), 1) }, validationLoss: { 0.5 },
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
  let trainer = Trainer(named([x]), TrainingOptions(), tokensPerBatch: 1)
  let problem = #expect(throws: Problem.self) { try trainer.step { (x * bad).sum() } }
  #expect(problem?.message.contains("step 1") == true)
  #expect(x.elements == [1, 2])
  #expect(x.gradient == nil)
}

@Test func clippingLimitsTheGradientThatTheOptimizerSees() throws {
  // With clipping the first step of AdamW is the same for any length of gradient beyond the limit.
  func firstStep(_ factor: Float) throws -> [Float] {
    let x = parameter([1, -1])
    var options = TrainingOptions()
    options.epsilon = 1  // so that the length of the gradient matters to the step
    _ = try Trainer(named([x]), options, tokensPerBatch: 1).step { (x * Tensor([2], [3 * factor, 4 * factor])).sum() }
    return x.elements
  }
  let (a, b) = (try firstStep(10), try firstStep(1000))
  for (a, b) in zip(a, b) { #expect(abs(a - b) < 1e-6) }
  #expect(try firstStep(0.01) != a)
}

/// Five rows as one batch, and as pieces of two and three: losses, gradients and updates agree.
@Test(arguments: [1, 2]) func piecesWithTheirSharesMakeTheStepOfTheWholeBatch(accumulation: Int) throws {
  var generator = RandomGenerator(seed: 1)
  let rows = Tensor.normal([5, 3], using: &generator), targets = Tensor.normal([5, 7], using: &generator)
  let start = Tensor.normal([7, 3], using: &generator).elements
  func loss(_ weight: Tensor, _ part: Range<Int>) -> Tensor {
    meanSquaredError(linear(rows.slice(axis: 0, part), weight: weight), targets.slice(axis: 0, part))
  }
  var options = TrainingOptions()
  (options.accumulation, options.warmup, options.learningRate) = (accumulation, 0, 0.01)
  let whole = Parameter([7, 3], .zeros), inPieces = Parameter([7, 3], .zeros)
  for parameter in [whole, inPieces] { parameter.data.update(from: start, count: 21) }
  let (first, second) = (
    Trainer(named([whole]), options, tokensPerBatch: 5), Trainer(named([inPieces]), options, tokensPerBatch: 5)
  )
  for _ in 0..<5 {
    let expected = try first.step { loss(whole, 0..<5) }
    let step = try second.step { _, learn in
      learn(loss(inPieces, 0..<2), 0.4)
      learn(loss(inPieces, 2..<5), 0.6)
    }
    #expect(abs(step.loss / expected.loss - 1) < 1e-6)
    #expect(abs(step.gradientNorm / expected.gradientNorm - 1) < 1e-6)
    #expect(step.learningRate == expected.learningRate)
    for (a, b) in zip(inPieces.elements, whole.elements) { #expect(abs(a - b) < 1e-6) }
  }
  #expect(zip(whole.elements, start).contains { abs($0 - $1) > 0.01 })
}

@Test func aPieceThatIsNotFiniteStopsTheStepAndLeavesTheParameters() throws {
  let x = parameter([1, 2])
  let trainer = Trainer(named([x]), TrainingOptions(), tokensPerBatch: 1)
  #expect(throws: Problem.self) {
    try trainer.step { _, learn in
      learn((x * x).sum(), 0.5)
      learn((x * .nan).sum(), 0.5)
    }
  }
  #expect(x.elements == [1, 2])
  #expect(x.gradient == nil)
}

/// The panels of one step's weights must not serve the next.
@Test func eachStepSeesTheWeightsThatTheLastOneLeft() throws {
  let weight = Parameter([5, 3], .ones)
  weight.data.update(repeating: 1, count: 15)
  let trainer = Trainer(named([weight]), TrainingOptions(), tokensPerBatch: 1), x = Tensor.ones([2, 3])
  for _ in 0..<3 {
    let expected = linear(x, weight: Tensor([5, 3], weight.elements)).sum().item
    #expect(try trainer.step { linear(x, weight: weight).sum() }.loss == expected)
  }
}
