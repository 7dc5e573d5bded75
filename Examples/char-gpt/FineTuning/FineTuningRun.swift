import Console
import Conversations
import Files
import Foundation
import Reports
import Runs
import Tokenizers
import Training
import Transformers
import Tuning

/// A run of fine-tuning, new or resumed.
struct FineTuningRun {
  static let adapterFolder = "adapter", baseFolder = "base"

  let record: FineTuningRecord
  let chat: ChatModel
  let stage: Stage
  private let training: ChatTraining
  private let validation: ChatBatches
  private let forgetting: Forgetting?

  /// The results of the run.
  struct Outcome: Encodable {
    let out: String
    let method: FineTuningMethod
    let parameters: Int
    let trainedParameters: Int
    let steps: Int
    let bestStep: Int
    /// Whether the run ended before its last step, since the model no longer became better.
    let stoppedEarly: Bool
    /// The loss of the held-out answers, in nats per token, of the best model.
    let validationLoss: Double?
    /// The same before the first step.
    let validationLossBefore: Double?
    /// The loss of the pretraining text before and after, in nats per token; nil if the text is not known.
    let pretrainingLossBefore: Double?
    let pretrainingLoss: Double?
    let elapsedS: Double
  }

  /// Puts a run together.
  ///
  /// - Parameter chat: the model before the first step; its parameters that learn are chosen here.
  init(
    _ record: FineTuningRecord, _ chat: ChatModel, _ conversations: [Conversation], _ forgetting: Forgetting?,
    _ folder: RunFolder, _ remarks: Remarks
  ) throws {
    (self.record, self.chat, self.forgetting) = (record, chat, forgetting)
    let split = Self.split(conversations, validation: record.validation)
    func batches(_ conversations: [Conversation]) throws -> ChatBatches {
      try ChatBatches(conversations, chat.template, contextLength: record.model.contextLength)
    }
    let batches = try (training: batches(split.training), validation: batches(split.validation))
    validation = batches.validation
    switch record.method {
    case .full: break
    case .last: chat.model.trainLastBlocks(record.lastBlocks)
    case .lora: try chat.model.adapt(record.adapter ?? AdapterOptions(), seed: UInt64(record.seed))
    }
    if record.replay > 0, forgetting == nil {
      throw Problem(
        .missing, "--replay needs the pretraining text, which is not known", suggestion: "Leave out --replay.")
    }
    let replay = record.replay > 0 ? forgetting.map { ChatTraining.Replay($0.training, share: record.replay) } : nil
    training = ChatTraining(
      chat.model, batches.training, batchSize: record.batchSize, record.training, replay: replay,
      seed: UInt64(record.seed))
    training.trainer.advice = { _ in "Try a lower --learning-rate or a smaller --clip." }
    stage = Stage(
      chat.model, training.trainer, in: folder,
      resumeCommand: "swift run char-gpt finetune --resume --out \(shellQuoted(folder.path))", remarks)
    stage.run.remedy = "--learning-rate X"
    stage.patience = record.patience == 0 ? nil : record.patience
    guard record.method == .lora else { return }
    let model = chat.model
    stage.result = { model.merged() }
    stage.beforeResult = { try AdapterFolder(folder.file(Self.adapterFolder)).write(of: model, base: Self.baseFolder) }
  }

  /// Returns the conversations in two parts; those held out are spread evenly over the file.
  static func split(_ conversations: [Conversation], validation: Double) -> (
    training: [Conversation], validation: [Conversation]
  ) {
    var (training, held): ([Conversation], [Conversation]) = ([], [])
    for (i, conversation) in conversations.enumerated() {
      // One is held out where the share so far passes the next whole number: with 0.1, every tenth.
      let isHeldOut = Int(Double(i + 1) * validation + 1e-9) > Int(Double(i) * validation + 1e-9)
      if isHeldOut { held.append(conversation) } else { training.append(conversation) }
    }
    return (training, held)
  }

  /// Runs all remaining steps.
  ///
  /// - Throws: `Problem`; see `Stage`.
  func train() throws -> Outcome {
    let remarks = stage.run.remarks
    try stage.train(
      title: "\(record.text.name), \(record.method.rawValue) fine-tuning",
      step: training.step,
      evaluate: { validation.conversations.isEmpty ? nil : try checkedLoss() })
    let best = try SavedGPT(folder: stage.run.folder.path)
    let history = stage.run.history
    let after = forgetting?.loss(of: best.model)
    if let forgetting, let after {
      remarks.say(
        "pretraining text: \(Formats.fixed(forgetting.before, decimals: 4)) nats per token before, "
          + "\(Formats.fixed(after, decimals: 4)) after")
    }
    return Outcome(
      out: stage.run.folder.path, method: record.method, parameters: best.model.parameterCount,
      trainedParameters: chat.model.trainableParameters.reduce(0) { $0 + $1.parameter.count },
      steps: training.trainer.state.step, bestStep: stage.run.best?.step ?? training.trainer.state.step,
      stoppedEarly: stage.hasStoppedEarly && !training.trainer.isDone,
      validationLoss: stage.run.best?.validationLoss,
      validationLossBefore: history.first?.validationLoss, pretrainingLossBefore: forgetting?.before,
      pretrainingLoss: after, elapsedS: training.trainer.state.seconds)
  }

  private func checkedLoss() throws -> Double {
    try training.trainer.checked { chat.model.loss(of: validation) }
  }
}
