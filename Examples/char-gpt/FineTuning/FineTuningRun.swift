import Console
import Files
import Reports
import Runs
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
  private let data: FineTuningData

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
    /// How the best model does as a classifier; nil if it learned from conversations.
    let classification: Classification.Figures?
    let elapsedS: Double
  }

  /// Puts a run together.
  ///
  /// - Parameter chat: the model before the first step; its parameters that learn are chosen here.
  init(
    _ record: FineTuningRecord, _ chat: ChatModel, _ data: FineTuningData, _ folder: RunFolder, _ remarks: Remarks
  ) throws {
    (self.record, self.chat, self.data) = (record, chat, data)
    switch record.method {
    case .full: break
    case .last: chat.model.trainLastBlocks(record.lastBlocks)
    case .lora: try chat.model.adapt(record.adapter ?? AdapterOptions(), seed: UInt64(record.seed))
    }
    training = ChatTraining(
      chat.model, data.training, batchSize: record.batchSize, record.training, replay: data.replay,
      seed: UInt64(record.seed))
    training.trainer.advice = { _ in "Try a lower --learning-rate." }
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

  /// Runs all remaining steps.
  ///
  /// - Throws: `Problem`; see `Stage`.
  func train() throws -> Outcome {
    let remarks = stage.run.remarks
    try stage.train(
      title: "\(record.text.name), \(record.method.rawValue) fine-tuning",
      step: training.step,
      evaluate: { data.validation.conversations.isEmpty ? nil : try checkedLoss() })
    let best = try SavedGPT(folder: stage.run.folder.path)
    let history = stage.run.history
    let before = data.pretraining?.before, after = data.pretraining?.loss(of: best.model)
    if let before, let after {
      remarks.say(
        "pretraining text: \(Formats.fixed(before, decimals: 4)) nats per token before, "
          + "\(Formats.fixed(after, decimals: 4)) after")
    }
    return Outcome(
      out: stage.run.folder.path, method: record.method, parameters: best.model.parameterCount,
      trainedParameters: chat.model.trainableParameters.reduce(0) { $0 + $1.parameter.count },
      steps: training.trainer.state.step, bestStep: stage.run.best?.step ?? training.trainer.state.step,
      stoppedEarly: stage.hasStoppedEarly && !training.trainer.isDone,
      validationLoss: stage.run.best?.validationLoss,
      validationLossBefore: history.first?.validationLoss, pretrainingLossBefore: before,
      pretrainingLoss: after, classification: data.classification?.figures(of: best.model),
      elapsedS: training.trainer.state.seconds)
  }

  private func checkedLoss() throws -> Double {
    try training.trainer.checked { chat.model.loss(of: data.validation) }
  }
}
