import Files
import Foundation
import Layers
import Numerics
import Runs
import Tensors
import Testing
import TestSupport
import Training

/// Two linear maps with dropout between them, on random rows: everything that a checkpoint must store affects the
/// result.
private final class Model: Module {
  let first = Linear(3, 5, bias: true), second = Linear(5, 2, bias: true)
  private let dropout = Dropout(0.3)
  var children: [Child] { [.module("first", first), .module("second", second)] }

  /// The steps whose loss is not finite.
  var badSteps: Set<Int> = []
  var step: () -> Int = { 0 }

  func loss(_ data: inout RandomGenerator, _ pass: inout ForwardPass) -> Tensor {
    let x = Tensor.normal([4, 3], using: &data) * (badSteps.contains(step()) ? .infinity : 1)
    return meanSquaredError(second(dropout(first(x).tanh(), &pass)), Tensor.ones([4, 2]))
  }
}

private func options(_ optimizer: OptimizerKind = .adamW) -> TrainingOptions {
  var options = TrainingOptions()
  (options.steps, options.warmup, options.evaluateEvery, options.logEvery) = (23, 3, 10, 3)
  (options.optimizer, options.skipsBadSteps) = (optimizer, true)
  return options
}

private func fresh(_ options: TrainingOptions, seed: UInt64 = 9, bad: Set<Int> = []) -> (Model, Trainer) {
  let model = Model()
  model.initialize(seed: 3)
  let trainer = Trainer(model.namedParameters, options, tokensPerStep: 4, seed: seed)
  model.badSteps = bad
  model.step = { [unowned trainer] in trainer.state.step }
  return (model, trainer)
}

private func withRunFolder(_ body: (String) throws -> Void) throws {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  try body(path)
}

private func bits(_ module: any Module) -> [[UInt32]] { module.parameters.map { $0.elements.map(\.bitPattern) } }

/// A run that is stopped after any step and resumed by a new process ends with the same bits as an uninterrupted one,
/// with either optimizer, even if some steps before and after the stop are skipped.
@Test(arguments: [0, 1, 2, 3, 10, 22], OptimizerKind.allCases)
func aResumedRunEndsWithTheSameBits(stop: Int, optimizer: OptimizerKind) throws {
  let options = options(optimizer)
  let bad: Set<Int> = optimizer == .adamW ? [] : [1, 8, 9, 15]
  var lines: [Metrics] = []
  let (whole, wholeTrainer) = fresh(options, bad: bad)
  try wholeTrainer.runLoop(
    whole.loss, validationLoss: { Double(whole.first.weight.elements[0]) }, report: { lines.append($0) })
  #expect(wholeTrainer.state.skippedSteps == bad.count)
  try withRunFolder { path in
    do {
      let folder = try RunFolder(creating: path)
      try folder.write("{}", to: "config.json")
      try folder.write("{}", to: "tokenizer.json")
      let (model, trainer) = fresh(options, bad: bad)
      let isDone = try trainer.runLoop(
        model.loss, validationLoss: { Double(model.first.weight.elements[0]) }, report: folder.append,
        save: { try folder.saveCheckpoint(model, trainer) }, shouldStop: { trainer.state.step == stop })
      #expect(!isDone && trainer.state.step == stop)
      // The leftovers of a run that was killed later.
      try folder.append(lines[lines.count - 1])
      try folder.append(sample: "half a samp")
    }
    let folder = try RunFolder(opening: path)
    let (model, trainer) = fresh(options, seed: 1, bad: bad)
    try folder.resume(from: folder.lastCheckpoint(), model, trainer)
    #expect(trainer.state.step == stop)
    let isDone = try trainer.runLoop(
      model.loss, validationLoss: { Double(model.first.weight.elements[0]) }, report: folder.append,
      save: { try folder.saveCheckpoint(model, trainer) })
    #expect(isDone)
    #expect(bits(model) == bits(whole) && bits(trainer.optimizer) == bits(wholeTrainer.optimizer))
    #expect(trainer.state.seed == wholeTrainer.state.seed && trainer.state.step == 23)
    #expect(trainer.optimizer.updateCount == wholeTrainer.optimizer.updateCount)
    let read = try folder.readMetrics()
    #expect(read.map(\.step) == lines.map(\.step))
    #expect(read.map(\.trainLoss) == lines.map(\.trainLoss))
    #expect(read.map(\.validationLoss) == lines.map(\.validationLoss))
    #expect(read.map(\.gradientNorm) == lines.map(\.gradientNorm))
    #expect(read.map(\.skippedSteps) == lines.map(\.skippedSteps))
    #expect(!FileManager.default.fileExists(atPath: path + "/samples.txt"))
  }
}

@Test(
  arguments: [(nil, [0, 10, 20, 23]), (1, Array(0...23)), (7, [0, 7, 14, 21, 23]), (50, [0, 23])] as [(Int?, [Int])])
func checkpointsAreSavedAtTheRequestedSteps(every: Int?, expected: [Int]) throws {
  var options = options()
  options.checkpointEvery = every
  let (model, trainer) = fresh(options)
  var saved: [Int] = []
  try trainer.runLoop(model.loss, save: { saved.append(trainer.state.step) })
  #expect(saved == expected)
}

@Test func theOptimizerListsItsMomentsByTheParametersNames() {
  let (_, trainer) = fresh(options())
  #expect(
    trainer.optimizer.namedParameters.map(\.name).prefix(4) == [
      "first.weight.first_moment", "first.weight.second_moment", "first.bias.first_moment", "first.bias.second_moment",
    ])
  #expect(trainer.optimizer.namedParameters.count == 8)
}

/// If one file of a checkpoint is damaged, the message names that file, and nothing traps.
@Test(arguments: ["state.json", "model.safetensors", "optimizer.safetensors"])
func aDamagedCheckpointIsRefusedWithTheFilesName(name: String) throws {
  try withRunFolder { path in
    let folder = try RunFolder(creating: path)
    for file in ["config.json", "tokenizer.json"] { try folder.write("{}", to: file) }
    let (model, trainer) = fresh(options())
    try folder.saveCheckpoint(model, trainer)
    let file = URL(fileURLWithPath: path + "/last/" + name)
    let whole = try Data(contentsOf: file)
    for spoiled in [Data(), whole.prefix(whole.count / 2), Data("{}".utf8)] {
      try spoiled.write(to: file)
      let problem = #expect(throws: Problem.self) {
        try folder.resume(from: folder.lastCheckpoint(), model, trainer)
      }
      #expect(
        problem?.kind == .badData && problem?.message.contains("last/" + name) == true, "\(problem?.message ?? "")")
    }
  }
}

@Test(arguments: [
  ("\"step\" : 0", "\"step\" : -1"), ("\"step\" : 0", "\"step\" : 1e400"),
  ("\"skipped_steps\" : 0", "\"skipped_steps\" : 7"), ("\"skipped_steps\" : 0", "\"skipped_steps\" : -7"),
  ("\"skipped_in_a_row\" : 0", "\"skipped_in_a_row\" : -5"), ("\"seconds\" : ", "\"seconds\" : -1e300, \"x\" : "),
  ("\"metrics.jsonl\" : ", "\"metrics.jsonl\" : -1, \"x\" : "),
])
func aStateWithImpossibleNumbersIsRefused(old: String, new: String) throws {
  try withRunFolder { path in
    let folder = try RunFolder(creating: path)
    for file in ["config.json", "tokenizer.json"] { try folder.write("{}", to: file) }
    let (model, trainer) = fresh(options())
    try folder.append(
      Metrics(
        step: 0, tokens: 0, trainLoss: nil, validationLoss: nil, learningRate: 1, gradientNorm: 0, tokensPerSecond: 0,
        elapsed: 0))
    try folder.saveCheckpoint(model, trainer)
    let file = path + "/last/state.json"
    let state = try String(contentsOfFile: file, encoding: .utf8)
    try #require(state.contains(old), "\(state)")
    try writeFile(state.replacing(old, with: new), to: file)
    let problem = #expect(throws: Problem.self) { try folder.lastCheckpoint() }
    #expect(problem?.kind == .badData && problem?.message.contains("state.json") == true)
  }
}

@Test func aFailedResumeLeavesTheFolderAsItWas() throws {
  try withRunFolder { path in
    do {
      let folder = try RunFolder(creating: path)
      for file in ["config.json", "tokenizer.json"] { try folder.write("{}", to: file) }
      let (model, trainer) = fresh(options())
      try folder.append(sample: "one")
      try folder.saveCheckpoint(model, trainer)
      try folder.append(sample: " two")
    }
    try writeFile("damaged", to: path + "/last/optimizer.safetensors")
    let (model, trainer) = fresh(options())
    let folder = try RunFolder(opening: path)
    #expect(throws: Problem.self) { try folder.resume(from: folder.lastCheckpoint(), model, trainer) }
    #expect(try String(contentsOfFile: path + "/samples.txt", encoding: .utf8) == "one two")
  }
}

/// A run without a `Trainer` passes its own optimizer state, and saves files of its own in the checkpoint.
@Test(arguments: [true, false]) func aRunWithoutATrainerResumesTheSameWay(hasMemory: Bool) throws {
  try withRunFolder { path in
    let (model, memory) = (Linear(3, 5, bias: true), hasMemory ? Linear(2, 2, bias: false) : nil)
    for module in [model, memory].compactMap({ $0 }) { fill(module) }
    do {
      let folder = try RunFolder(creating: path, vocabularyFile: "words.txt")
      for file in ["config.json", "words.txt"] { try folder.write("x", to: file) }
      // At the start nothing has been logged yet.
      try folder.saveCheckpoint(TrainingState(seed: 4), model, optimizerState: memory)
      try folder.resume(from: folder.lastCheckpoint(), model, optimizerState: memory)
      #expect(try folder.readMetrics().isEmpty)
      try folder.append(sample: "one")
      try folder.saveCheckpoint(TrainingState(seed: 4, step: 7, seconds: 2.5), model, optimizerState: memory) { last in
        try writeFile("epoch 3", to: last + "/own.txt")
      }
      try folder.append(sample: " two")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: path + "/last").sorted()
    let optimizer = hasMemory ? ["optimizer.safetensors"] : []
    #expect(names == ["config.json", "model.safetensors"] + optimizer + ["own.txt", "state.json", "words.txt"])
    let folder = try RunFolder(opening: path, vocabularyFile: "words.txt"), checkpoint = try folder.lastCheckpoint()
    #expect(checkpoint.training.step == 7 && checkpoint.training.seconds == 2.5)
    let (other, otherMemory) = (Linear(3, 5, bias: true), hasMemory ? Linear(2, 2, bias: false) : nil)
    // A file that cannot be read leaves the folder as it is.
    let problem = #expect(throws: Problem.self) {
      try folder.resume(from: checkpoint, other, optimizerState: otherMemory) { last in
        _ = try readFile(last + "/none.txt")
      }
    }
    #expect(problem?.kind == .missing)
    #expect(try String(contentsOfFile: path + "/samples.txt", encoding: .utf8) == "one two")
    var own = ""
    try folder.resume(from: checkpoint, other, optimizerState: otherMemory) { last in
      own = String(decoding: try readFile(last + "/own.txt"), as: UTF8.self)
    }
    #expect(own == "epoch 3" && bits(other) == bits(model))
    #expect(otherMemory.map(bits) == memory.map(bits))
    #expect(try String(contentsOfFile: path + "/samples.txt", encoding: .utf8) == "one")
  }
}

@Test func aFolderWithoutACheckpointSaysSo() throws {
  try withRunFolder { path in
    let problem = #expect(throws: Problem.self) { try RunFolder(opening: path).lastCheckpoint() }
    #expect(problem?.kind == .missing && problem?.message.contains(path) == true)
  }
}

@Test func theBestModelsFileSaysWhatMakesItTheBest() throws {
  try withRunFolder { path in
    let folder = try RunFolder(creating: path)
    #expect(try folder.best() == nil)
    let (model, _) = fresh(options())
    let loss = 1.0 / 3
    try folder.write(
      best: model,
      Metrics(
        step: 40, tokens: 0, trainLoss: 1, validationLoss: loss, learningRate: 1, gradientNorm: 1, tokensPerSecond: 1,
        elapsed: 1))
    let best = try #require(try folder.best())
    #expect(best.step == 40 && best.validationLoss == loss)
  }
}

@Test func keptModelsAreNamedByTheirStep() throws {
  try withRunFolder { path in
    let folder = try RunFolder(creating: path)
    for file in ["config.json", "tokenizer.json"] { try folder.write("{}", to: file) }
    let (model, _) = fresh(options())
    try folder.keepModel(model, step: 250)
    let names = try FileManager.default.contentsOfDirectory(atPath: path + "/checkpoints/step-000250").sorted()
    #expect(names == ["config.json", "model.safetensors", "tokenizer.json"])
    let copy = Model()
    try copy.load(from: path + "/checkpoints/step-000250/model.safetensors")
    #expect(bits(copy) == bits(model))
  }
}
