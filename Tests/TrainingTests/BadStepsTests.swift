import Files
import Layers
import Tensors
import TestSupport
import Testing
import Training

private func parameter(_ numbers: [Float]) -> Parameter {
  let parameter = Parameter([numbers.count], .zeros)
  parameter.data.update(from: numbers, count: numbers.count)
  return parameter
}

private func options(skipping: Bool) -> TrainingOptions {
  var options = TrainingOptions()
  (options.steps, options.warmup, options.learningRate, options.logEvery) = (6, 0, 0.1, 1)
  options.skipsBadSteps = skipping
  return options
}

/// Returns a trainer and its loss, which is not finite in the `bad` steps.
private func trainer(_ x: Parameter, bad: Set<Int>, skipping: Bool = true) -> (
  Trainer, (inout ForwardPass) -> Tensor
) {
  let trainer = Trainer(named([x]), options(skipping: skipping), tokensPerStep: 1)
  return (
    trainer, { [unowned trainer] _ in (x * x * (bad.contains(trainer.state.step) ? .infinity : 1)).sum() }
  )
}

@Test func aBadStepIsSkippedAndCounted() throws {
  let x = parameter([3, -2])
  let (trainer, loss) = trainer(x, bad: [1, 4])
  var lines: [Metrics] = []
  try trainer.runLoop({ loss(&$1) }, report: { lines.append($0) })
  #expect(lines.map(\.step) == [0, 1, 2, 3, 4, 5, 6])
  #expect(lines.map { $0.trainLoss == nil } == [true, false, true, false, false, true, false])
  #expect(lines.map { $0.problem != nil } == [false, false, true, false, false, true, false])
  #expect(lines.last?.skippedSteps == 2 && lines[1].skippedSteps == nil)
  #expect(trainer.state.step == 6 && trainer.state.skippedSteps == 2 && trainer.optimizer.updateCount == 4)
  // The lines can be written and read.
  #expect(lines.allSatisfy { !$0.line.contains("nan") && !$0.line.contains("inf") })
  // Without the updates of the bad steps, the run equals that of the other four, except for the learning rates.
  #expect(x.isFinite && x.elements != [3, -2])
}

@Test func aBadStepThatIsNotSkippedChangesNothing() throws {
  let x = parameter([3, -2])
  let (trainer, loss) = trainer(x, bad: [2], skipping: false)
  for _ in 0..<2 { _ = try trainer.step(loss: loss) }
  let (before, elements) = (trainer.state, x.elements)
  let problem = #expect(throws: Problem.self) { try trainer.step(loss: loss) }
  #expect(problem?.kind == .badData && problem?.message.contains("step 3") == true)
  #expect(trainer.state == before && x.elements == elements && x.gradient == nil)
  #expect(trainer.optimizer.updateCount == 2)
}

@Test func stepsOfABrokenModelAreNotSkippedForever() throws {
  let x = parameter([3, -2])
  let (trainer, loss) = trainer(x, bad: Set(0..<1000))
  for _ in 0..<Trainer.mostSkippedInARow { #expect(try trainer.step(loss: loss).problem != nil) }
  #expect(throws: Problem.self) { try trainer.step(loss: loss) }
  // A step with a parameter that is not finite is not skipped either, because no other batch can help.
  let broken = parameter([1, .nan])
  let (second, secondLoss) = BadSteps.trainer(broken)
  let problem = #expect(throws: Problem.self) { try second.step(loss: secondLoss) }
  #expect(problem?.message.contains("is a") == true, "\(problem?.message ?? "")")
}

private enum BadSteps {
  static func trainer(_ x: Parameter) -> (Trainer, (inout ForwardPass) -> Tensor) {
    (Trainer(named([x]), options(skipping: true), tokensPerStep: 1), { _ in (x * x).sum() })
  }
}

@Test func theFirstTensorThatWentBadIsNamed() throws {
  let a = parameter([1, 2]), b = parameter([1e30, 1e-38])
  let trainer = Trainer(named([a, b]), options(skipping: false), tokensPerStep: 1)
  // Forward: the product with b overflows first.
  let forward = #expect(throws: Problem.self) { try trainer.step { _ in ((a + 1) * (b * b)).sum() } }
  #expect(forward?.message.contains("the loss") == true && forward?.message.contains("of * with b") == true)
  // Backward: 1e60 times a small number is finite, but 1e60 is not.
  let gradient = #expect(throws: Problem.self) {
    try trainer.step { _ in a.sum() + (b.slice(axis: 0, 1..<2) * 1e30 * 1e30).sum() }
  }
  #expect(gradient?.message.contains("the gradient of b") == true, "\(gradient?.message ?? "")")
  // Gradients flow from the last parameter to the first, so of two bad ones the last went bad first.
  let both = #expect(throws: Problem.self) {
    try trainer.step { _ in
      let first = (a * 1e-38 * 1e30 * 1e30).sum()
      return first + (b.slice(axis: 0, 1..<2) * 1e30 * 1e30).sum()
    }
  }
  #expect(both?.message.contains("the gradient of b") == true, "\(both?.message ?? "")")
}

@Test func parametersThatAreNotFiniteAreNeitherReportedNorSaved() throws {
  let x = parameter([1, 2])
  var options = options(skipping: false)
  // The update itself overflows, although the gradient is finite.
  (options.learningRate, options.minimumLearningRate, options.weightDecay) = (1e38, 1e38, 0)
  options.checkpointEvery = 1
  let trainer = Trainer(named([x]), options, tokensPerStep: 1)
  var saved: [[Float]] = []
  let problem = #expect(throws: Problem.self) {
    try trainer.runLoop(
      { _, _ in (x * 1e-3).sum() }, report: { _ in saved.append(x.elements) }, save: { saved.append(x.elements) })
  }
  #expect(saved.allSatisfy { $0.allSatisfy(\.isFinite) } && !saved.isEmpty)
  #expect(problem?.message.contains("parameter a") == true, "\(problem?.message ?? "")")
}
