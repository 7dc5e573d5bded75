import Files
import Kernels
import Layers
import Numerics
import Tensors
import Testing
import TestSupport
import Training

/// A parameter with the given initial values.
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
  options.evaluateEvery = 100
  var lines: [Metrics] = []
  try Trainer(named([x]), options, tokensPerStep: 7).runLoop(
    { _, _ in meanSquaredError(x, target) }, report: { lines.append($0) })
  for (a, b) in zip(x.elements, target.elements) { #expect(abs(a - b) < 0.01) }
  #expect(lines.map(\.step) == (Array(stride(from: 0, through: 300, by: 10)) + [33]).sorted())
  #expect(lines.last?.tokens == 2100)
}

@Test func longIntervalsBeginWithTwoEarlyEvaluations() throws {
  var options = TrainingOptions()
  (options.steps, options.evaluateEvery, options.logEvery) = (120, 60, 1000)
  let x = parameter([1])
  var evaluated: [Int] = []
  try Trainer(named([x]), options, tokensPerStep: 1).runLoop(
    { _, _ in (x * x).sum() }, validationLoss: { 0.5 },
    report: { line in if line.validationLoss != nil { evaluated.append(line.step) } })
  #expect(evaluated == [0, 6, 20, 60, 120])
}

@Test func evaluationsRunAtTheStartAtEachIntervalAndAtTheEnd() throws {
  var options = TrainingOptions()
  (options.steps, options.evaluateEvery, options.logEvery) = (25, 10, 7)
  let x = parameter([1])
  var evaluated: [Int] = [], logged: [Int] = []
  try Trainer(named([x]), options, tokensPerStep: 1).runLoop(
    { _, _ in (x * x).sum() }, validationLoss: { 0.5 },
    report: { line in
      logged.append(line.step)
      if line.validationLoss != nil { evaluated.append(line.step) }
    })
  #expect(evaluated == [0, 10, 20, 25])
  #expect(logged == [0, 7, 10, 14, 20, 21, 25])
}

@Test(arguments: [Float.nan, .infinity])
func aNonFiniteLossStopsTheRunAndKeepsTheParameters(bad: Float) throws {
  let x = parameter([1, 2])
  let trainer = Trainer(named([x]), TrainingOptions(), tokensPerStep: 1)
  let problem = #expect(throws: Problem.self) { try trainer.step { _ in (x * bad).sum() } }
  #expect(problem?.message.contains("step 1") == true)
  #expect(x.elements == [1, 2])
  #expect(x.gradient == nil)
}

@Test func clippingLimitsTheGradientThatTheOptimizerSees() throws {
  // With clipping, the first step of AdamW is the same for all gradients longer than the limit.
  func firstStep(_ factor: Float) throws -> [Float] {
    let x = parameter([1, -1])
    var options = TrainingOptions()
    options.epsilon = 1  // makes the step depend on the length of the gradient
    _ = try Trainer(named([x]), options, tokensPerStep: 1).step { _ in
      (x * Tensor([2], [3 * factor, 4 * factor])).sum()
    }
    return x.elements
  }
  let (a, b) = (try firstStep(10), try firstStep(1000))
  for (a, b) in zip(a, b) { #expect(abs(a - b) < 1e-6) }
  #expect(try firstStep(0.01) != a)
}

/// Nine rows as one batch, and as micro-batches of different sizes: fewer than the four groups, and more.
@Test(arguments: [[0..<2, 2..<9], [0..<1, 1..<3, 3..<9], (0..<9).map { $0..<$0 + 1 }])
func weightedMicroBatchesMakeTheStepOfTheWholeBatch(microBatches: [Range<Int>]) throws {
  var generator = RandomGenerator(seed: 1)
  let rows = Tensor.normal([9, 3], using: &generator), targets = Tensor.normal([9, 7], using: &generator)
  let start = Tensor.normal([7, 3], using: &generator).elements
  func loss(_ weight: Tensor, _ microBatch: Range<Int>) -> Tensor {
    meanSquaredError(linear(rows.slice(axis: 0, microBatch), weight: weight), targets.slice(axis: 0, microBatch))
  }
  var options = TrainingOptions()
  (options.warmup, options.learningRate) = (0, 0.01)
  let whole = Parameter([7, 3], .zeros), inMicroBatches = Parameter([7, 3], .zeros)
  for parameter in [whole, inMicroBatches] { parameter.data.update(from: start, count: 21) }
  let (first, second) = (
    Trainer(named([whole]), options, tokensPerStep: 9), Trainer(named([inMicroBatches]), options, tokensPerStep: 9)
  )
  for _ in 0..<5 {
    let expected = try first.step { _ in loss(whole, 0..<9) }
    let step = try second.step(microBatches, weights: microBatches.map { Float($0.count) / 9 }) { microBatch, _ in
      loss(inMicroBatches, microBatch)
    }
    #expect(abs(step.loss / expected.loss - 1) < 1e-6)
    #expect(abs(step.gradientNorm / expected.gradientNorm - 1) < 1e-6)
    #expect(step.learningRate == expected.learningRate)
    for (a, b) in zip(inMicroBatches.elements, whole.elements) { #expect(abs(a - b) < 1e-6) }
  }
  #expect(zip(whole.elements, start).contains { abs($0 - $1) > 0.01 })
}

@Test func aNonFiniteMicroBatchStopsTheStepAndKeepsTheParameters() throws {
  let x = parameter([1, 2])
  let trainer = Trainer(named([x]), TrainingOptions(), tokensPerStep: 1)
  #expect(throws: Problem.self) {
    try trainer.step([1, Float.nan]) { factor, _ in (x * factor).sum() }
  }
  #expect(x.elements == [1, 2])
  #expect(x.gradient == nil)
}

/// Panels packed from the weights of one step must not be reused in the next.
@Test func eachStepUsesTheWeightsOfTheStepBefore() throws {
  let weight = Parameter([5, 3], .ones)
  weight.data.update(repeating: 1, count: 15)
  let trainer = Trainer(named([weight]), TrainingOptions(), tokensPerStep: 1), x = Tensor.ones([2, 3])
  for _ in 0..<3 {
    let expected = linear(x, weight: Tensor([5, 3], weight.elements)).sum().item
    #expect(try trainer.step { _ in linear(x, weight: weight).sum() }.loss == expected)
  }
}

/// The random numbers of a micro-batch depend on its number in the step, not on the thread that computes it.
@Test func aStepHasTheSameBitsOnAnyNumberOfThreads() throws {
  func weights(threads: Int, microBatches count: Int) throws -> [Float] {
    try onThreads(threads) {
      let layer = Linear(37, 19), dropout = Dropout(0.3)
      fill(layer)
      let trainer = Trainer(layer.namedParameters, TrainingOptions(), tokensPerStep: 1, seed: 3)
      for _ in 0..<3 {
        _ = try trainer.step(Array(0..<count)) { microBatch, pass in
          var data = RandomGenerator(seed: UInt64(microBatch))
          let x = Tensor.normal([97, 37], using: &data)
          return meanSquaredError(dropout(layer(x).tanh(), &pass), Tensor.ones([97, 19]))
        }
      }
      return layer.parameters.flatMap(\.elements)
    }
  }
  for count in [1, 2, 3, 5, 8] {
    let expected = try weights(threads: 1, microBatches: count)
    for threads in [2, 3, 7] {
      #expect(
        try weights(threads: threads, microBatches: count) == expected,
        "\(count) micro-batches on \(threads) threads")
    }
  }
}

@Test func aFrozenParameterDoesNotChangeAndGetsNoGradient() throws {
  let frozen = parameter([1, 2]), trained = parameter([3, 4])
  frozen.isTrainable = false
  let trainer = Trainer(named([frozen, trained]), TrainingOptions(), tokensPerStep: 1)
  for _ in 0..<3 { _ = try trainer.step { _ in (frozen * trained).sum() } }
  #expect(frozen.elements == [1, 2] && trained.elements != [3, 4])
  #expect(gradients(of: [frozen]) { (frozen * trained).sum() }[frozen] == nil)
}
