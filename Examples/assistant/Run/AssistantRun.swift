import Alignment
import Console
import Conversations
import Corpora
import Files
import Foundation
import LanguageModels
import Layers
import Numerics
import Reports
import Safeguards
import Tokenizers
import Training
import Transformers
import Tuning

/// A run of the whole way: each stage trains, says one figure before and after, and hands its model on.
struct AssistantRun {
  let path: String
  let plan: AssistantPlan
  /// Whether stages that were begun go on.
  let isResumed: Bool
  let remarks: Remarks
  let data: AssistantData
  let tokenizer: any Tokenizer
  let template: ChatTemplate
  let configuration: GPTConfiguration

  init(_ path: String, _ plan: AssistantPlan, isResumed: Bool, _ remarks: Remarks) throws {
    (self.path, self.plan, self.isResumed, self.remarks) = (path, plan, isResumed, remarks)
    data = AssistantData(plan)
    tokenizer = try data.tokenizer(vocabulary: plan.vocabulary)
    template = try ChatTemplate(tokenizer)
    configuration = plan.model(vocabularySize: tokenizer.vocabularySize)
  }

  var seed: UInt64 { UInt64(plan.seed) }

  /// Runs all stages.
  func run() throws -> AssistantResults {
    var results = AssistantResults(plan: plan, out: path)
    let clock = ContinuousClock(), start = clock.now
    func finish(_ figure: AssistantResults.Figure) throws {
      results.stages.append(figure)
      results.elapsedS = (clock.now - start) / .seconds(1)
      try results.write()
      remarks.say("\(figure)\n")
    }
    try tokenizer.save(to: (path as NSString).appendingPathComponent("tokenizer.json"))
    try finish(try tokenizerFigure())
    try finish(try pretrain())
    let untuned = try marks(of: .pretrained)
    let (tuning, tunedMarks) = try tune(before: untuned)
    try finish(tuning)
    let pairs = try ownPairs()
    try finish(try learnRewards(pairs))
    let tuned = try model(.tuned)
    let before = try gold(of: tuned, reference: tuned)
    try finish(try alignByPreferences(pairs, before: before.utility))
    try finish(try alignByRewards(before: before.utility))
    try finish(try saveSafeguards())
    results.marks = [
      .init(stage: StageName.pretrained.rawValue, marks: untuned),
      .init(stage: StageName.tuned.rawValue, marks: tunedMarks),
      .init(stage: StageName.dpo.rawValue, marks: try marks(of: .dpo)),
      .init(stage: StageName.ppo.rawValue, marks: try marks(of: .ppo)),
    ]
    results.elapsedS = (clock.now - start) / .seconds(1)
    try results.write()
    return results
  }

  // MARK: Models

  func folder(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }
  func model(_ name: StageName) throws -> GPT { try model(name.rawValue) }
  func model(_ name: String) throws -> GPT { try SavedGPT.model(in: folder(name)) }
  func chat(_ model: GPT) -> ChatModel { ChatModel(model, template) }
  func marks(of name: StageName) throws -> ChatMarks { try ChatMarks(of: chat(model(name)), on: data.sets.tests) }

  /// Trains a stage, or what is left of it.
  ///
  /// - Parameters:
  ///   - before: the stages whose models go in.
  ///   - make: creates the training at its start.
  func train(
    _ name: String, _ options: TrainingOptions, after before: [String],
    _ make: () throws -> StageTraining
  ) throws -> Stage {
    let place = try StageFolder(name, of: path, plan, configuration, options, after: before.map(folder))
    let (folder, goesOn) = try place.open(tokenizer, isResumed: isResumed)
    let training = try make()
    let stage = Stage(
      training.model, trained: training.trained, training.trainer, in: folder,
      resumeCommand: "swift run assistant run --resume --out \(shellQuoted(path))", remarks)
    if goesOn { try stage.resume() }
    try stage.train(title: name, step: training.step, evaluate: training.evaluate)
    return stage
  }
}

/// What a stage trains, and how.
struct StageTraining {
  /// What is kept as the result.
  let model: any Module
  /// What is trained, if that is more.
  var trained: (any Module)?
  let trainer: Trainer
  /// Makes one or more updates, and returns the last.
  let step: () throws -> Trainer.Step
  /// Returns the loss by which the model is judged; by default none, and the latest model is the best.
  var evaluate: () throws -> Double? = { nil }
}
