import Conversations
import Corpora
import Files
import Tokenizers
import Transformers
import Tuning

/// What a run of fine-tuning learns from, and what it is judged by. All of it is checked before a folder is created.
struct FineTuningData {
  let training: ChatBatches, validation: ChatBatches
  /// The text that the model was pretrained on; nil if it is not known.
  let pretraining: Forgetting?
  /// What each update replays of it; nil for nothing.
  let replay: ChatTraining.Replay?
  /// How the model is judged as a classifier; nil if it learns from conversations, or if nothing is held out.
  let classification: Classification?

  /// Encodes the conversations, in two parts: those held out are spread evenly over the file.
  ///
  /// - Parameters:
  ///   - fraction: the fraction that is held out.
  ///   - share: the weight of the pretraining text in each update.
  /// - Throws: `Problem` of kind `badData` that names a conversation that does not fit, or if all are held out; `missing`
  ///   if the pretraining text is to be replayed and is not known.
  init(
    _ text: FineTuningText, for chat: ChatModel, validation fraction: Double, replay share: Float,
    of pretraining: Forgetting?
  ) throws {
    let all = try ChatBatches(
      text.conversations, chat.template, contextLength: chat.model.configuration.contextLength, unit: text.unit)
    let numbers = evenSplit(text.conversations.count, validation: fraction)
    guard !numbers.training.isEmpty else {
      throw Problem(
        .badData, "all \(text.unit)s are held out, so there is nothing to learn from",
        suggestion: "Use a smaller --validation.")
    }
    (training, validation) = (all.part(numbers.training), all.part(numbers.heldOut))
    classification =
      try numbers.heldOut.isEmpty
      ? nil
      : text.labeled.map {
        try Classification($0, LabeledSplit($0, validation: fraction), for: chat)
      }
    self.pretraining = pretraining
    guard share > 0 else {
      replay = nil
      return
    }
    guard let pretraining else {
      throw Problem(
        .missing, "--replay needs the pretraining text, which is not known", suggestion: "Leave out --replay.")
    }
    replay = ChatTraining.Replay(pretraining.training, share: share)
  }
}
