import Console
import Conversations
import Files
import Foundation
import Layers
import Runs
import TestSupport
import Testing
import Training
import Transformers
import Tuning

struct StageTests {
  private struct Record: Encodable { let model: GPTConfiguration }

  /// A stage in a folder, new or resumed.
  private func stage(_ folder: String, resumes: Bool = false, steps: Int = 8) throws -> (
    stage: Stage, training: ChatTraining
  ) {
    let chat = try toyChat()
    let batches = try ChatBatches(talks, chat.template, contextLength: 48)
    var options = shortOptions(steps)
    (options.evaluateEvery, options.logEvery) = (2, 1)
    let training = ChatTraining(chat.model, batches, batchSize: 2, options, seed: 3)
    let place = try resumes ? RunFolder(opening: folder) : RunFolder(creating: folder)
    if !resumes {
      try place.write(json: Record(model: chat.model.configuration), to: "config.json")
      try chat.template.tokenizer.save(to: place.file("tokenizer.json"))
    }
    let stage = Stage(chat.model, training.trainer, in: place, resumeCommand: "again", Remarks(quiet: true))
    if resumes { try stage.resume() }
    return (stage, training)
  }

  @Test func aStageLogsKeepsTheBestModelAndResumesWithTheSameBits() throws {
    try withTemporaryFolder { folder in
      let whole = try stage(folder + "/whole")
      try whole.stage.train(
        title: "t", step: whole.training.step, evaluate: { 1 / Double(1 + whole.training.trainer.state.step) })
      #expect(whole.stage.run.best?.step == 8)
      #expect(whole.stage.run.history.compactMap(\.validationLoss).count == 5)
      #expect(try ChatModel(folder: folder + "/whole").model.configuration.contextLength == 48)

      // The first process fails after its sixth step.
      struct Failure: Error {}
      do {
        let part = try stage(folder + "/part")
        var count = 0
        #expect(throws: Failure.self) {
          try part.stage.train(
            title: "t",
            step: {
              count += 1
              if count == 6 { throw Failure() }
              return try part.training.step()
            }, evaluate: { 1 / Double(1 + part.training.trainer.state.step) })
        }
      }
      let rest = try stage(folder + "/part", resumes: true)
      #expect(rest.training.trainer.state.step == 4)
      try rest.stage.train(
        title: "t", step: rest.training.step, evaluate: { 1 / Double(1 + rest.training.trainer.state.step) })
      for name in ["model.safetensors", "last/model.safetensors", "last/optimizer.safetensors"] {
        let (a, b) = (folder + "/whole/" + name, folder + "/part/" + name)
        #expect(FileManager.default.contentsEqual(atPath: a, andPath: b), "\(name)")
      }
      #expect(rest.stage.run.history.map(\.trainLoss) == whole.stage.run.history.map(\.trainLoss))
    }
  }

  @Test func aStageStopsWhenTheModelNoLongerBecomesBetter() throws {
    try withTemporaryFolder { folder in
      try stoppedEarly(folder + "/run")
      // A stage that has stopped stays stopped.
      let again = try stage(folder + "/run", resumes: true, steps: 100)
      again.stage.patience = 2
      try again.stage.train(title: "t", step: { throw Problem(.badData, "a step") }, evaluate: { 0 })
      #expect(again.training.trainer.state.step == 8)
    }
  }

  /// Runs a stage that stops by itself, and closes its folder.
  private func stoppedEarly(_ folder: String) throws {
    let (stage, training) = try stage(folder, steps: 100)
    stage.patience = 2
    let losses = [3.0, 2, 1, 1.5, 1.2, 0.1]
    var count = 0
    try stage.train(
      title: "t", step: training.step,
      evaluate: {
        defer { count += 1 }
        return losses[count]
      })
    #expect(stage.hasStoppedEarly && stage.run.best?.step == 4 && training.trainer.state.step == 8)
  }

  /// A step can be a round of several updates; what is due in between is done after it.
  @Test func aRoundOfSeveralUpdatesMissesNoEvaluation() throws {
    try withTemporaryFolder { folder in
      let (stage, training) = try stage(folder + "/run", steps: 9)
      try stage.train(
        title: "t",
        step: {
          for _ in 0..<2 { _ = try training.step() }
          return try training.step()
        }, evaluate: { nil })
      #expect(stage.run.history.map(\.step) == [0, 3, 6, 9])
      #expect(stage.run.best?.step == 9)
    }
  }
}
