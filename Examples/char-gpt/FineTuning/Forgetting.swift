import Corpora
import Files
import Tokenizers
import Transformers

/// The text that a model was pretrained on, and how well the model still predicts it.
struct Forgetting {
  /// The loss before fine-tuning, in nats per token; nil if the run held nothing out.
  let before: Double?
  /// The part of the text that the model was trained on.
  let training: any TokenSource
  private let tokens: ArraySlice<Int32>

  /// The most tokens that are measured, so that a long text takes no longer than the fine-tuning.
  private static let mostTokens = 20_000

  /// Reads the text of a run, and measures the model before it is fine-tuned, on the part that the run held out.
  ///
  /// - Parameters:
  ///   - folder: the run in which the model was pretrained.
  ///   - remark: receives why nothing can be measured.
  /// - Returns: nil if the text is not known, is gone or has changed.
  init?(ofRun folder: String, _ saved: SavedGPT, remark: (String) -> Void) {
    do {
      let record = try GPTRunRecord(ofRun: folder)
      let mixture = try record.mixtureSources.map { try Mixture(sources: $0) }
      let texts = try record.readTexts(ofRun: folder, at: []) { paths in
        let texts = try TrainingTexts(paths, mixture: mixture, lossy: record.lossy)
        return (texts, texts.record)
      }
      let text = try TrainingText(
        texts, saved.tokenizer, validation: record.validation, context: record.model.contextLength)
      training = text.training
      tokens = text.validation.prefix(Self.mostTokens)
      before = Self.loss(of: saved.model, tokens)
    } catch {
      remark("what is forgotten is not measured: \((error as? Problem)?.message ?? "\(error)")")
      return nil
    }
  }

  /// Returns the loss of a model now; nil if the run held nothing out.
  func loss(of model: GPT) -> Double? { Self.loss(of: model, tokens) }

  private static func loss(of model: GPT, _ tokens: ArraySlice<Int32>) -> Double? {
    tokens.isEmpty ? nil : model.evaluate(tokens, batchSize: 16).loss
  }
}
