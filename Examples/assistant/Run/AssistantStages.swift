import Alignment
import Conversations
import Corpora
import Files
import Foundation
import Numerics
import Reports
import Safeguards
import Training
import Transformers
import Tuning

// What each stage trains, and the figure that it is judged by.
extension AssistantRun {
  func tokenizerFigure() throws -> AssistantResults.Figure {
    let sample = String(data.text.prefix(200_000)), tokens = try tokenizer.encode(sample)
    return .init(
      stage: "tokenizer", what: "bytes per token", before: 1,
      after: Double(sample.utf8.count) / Double(tokens.count))
  }

  func pretrain() throws -> AssistantResults.Figure {
    remarks.say("pretraining on \(Formats.grouped(plan.characters)) characters about \(plan.countries) countries")
    let tokens = try tokenizer.encode(data.text)
    // A twentieth is held out, but no more than what is evaluated in a second or two.
    let heldOut = min(tokens.count / 20, 20_000)
    let split = (training: tokens.dropLast(heldOut), validation: tokens.suffix(heldOut))
    let options = AssistantPlan.training(steps: plan.steps, rate: 3e-3, evaluations: 5)
    let length = configuration.contextLength, batchSize = 12
    let stage = try train(StageName.pretrained.rawValue, options, after: []) {
      let model = GPT(configuration)
      model.initialize(seed: seed)
      let trainer = Trainer(model.namedParameters, options, tokensPerStep: batchSize * length, seed: seed)
      return StageTraining(
        model: model, trainer: trainer,
        step: {
          var generator = trainer.state.batchGenerator
          let batch = randomBatch(
            from: split.training, batchSize: batchSize, length: length, using: &generator)
          return try trainer.step(batch.microBatches, weights: batch.microBatchWeights) { model.loss($0, &$1) }
        }, evaluate: { try trainer.checked { model.evaluate(split.validation, batchSize: 16).loss } })
    }
    // Bits per token to bits per character: the part for validation is about as dense as the whole.
    let perCharacter = Double(tokens.count) / Double(data.text.utf8.count) / log(2)
    return .init(
      stage: StageName.pretrained.rawValue, what: "bits per character",
      before: (stage.run.history.first?.validationLoss ?? 0) * perCharacter,
      after: (stage.run.best?.validationLoss ?? 0) * perCharacter, best: data.bitsPerCharacter)
  }

  /// Fine-tunes the pretrained model.
  ///
  /// - Parameter before: how the pretrained model does in the tests.
  func tune(before: ChatMarks) throws -> (figure: AssistantResults.Figure, marks: ChatMarks) {
    remarks.say("fine-tuning on \(Formats.grouped(data.sets.training.count)) conversations")
    let all = data.demonstrations
    let heldOut = min(200, all.count / 10)
    let (held, learned) = (Array(all.prefix(heldOut)), Array(all.dropFirst(heldOut)))
    let batches = try ChatBatches(learned, template, contextLength: configuration.contextLength)
    let validation = try ChatBatches(held, template, contextLength: configuration.contextLength)
    let steps = plan.epochs * ChatTraining.stepsPerEpoch(learned.count, batchSize: 16)
    let options = AssistantPlan.training(steps: steps, rate: 1e-3, evaluations: plan.epochs)
    // Half of each update is pretraining text: without it, the model learns the answers by heart and forgets the facts
    // that nobody asks for.
    let replay = ChatTraining.Replay(try tokenizer.encode(data.text)[...], share: 0.5)
    _ = try train(StageName.tuned.rawValue, options, after: [StageName.pretrained.rawValue]) {
      let model = try model(.pretrained)
      let training = ChatTraining(model, batches, batchSize: 16, options, replay: replay, seed: seed)
      return StageTraining(
        model: model, trainer: training.trainer, step: training.step,
        evaluate: { try training.trainer.checked { model.loss(of: validation) } })
    }
    let after = try marks(of: .tuned)
    let figure = AssistantResults.Figure(
      stage: StageName.tuned.rawValue, what: "exact answers to held-out questions", before: before.exact,
      after: after.exact, best: 1)
    return (figure, after)
  }

  func saveSafeguards() throws -> AssistantResults.Figure {
    let examples = SafeguardExamples(of: data.world, seed: seed)
    let safeguards = try Safeguards(.usual, training: examples.training, text: String(data.text.prefix(200_000)))
    try safeguards.save(to: (path as NSString).appendingPathComponent(GuardedChat.folderName))
    let evaluation = try SafeguardEvaluation(of: safeguards, on: examples.testing)
    return .init(
      stage: GuardedChat.folderName, what: "recall of what should be stopped", before: 0, after: evaluation.recall,
      best: 1, precision: evaluation.precision)
  }
}
