import Corpora
import Files
import LanguageModels
import NGrams
import Tokenizers

extension ListedRun {
  /// Reads the text of the run and splits it as the run did.
  ///
  /// - Parameter remedy: what a user can do if the text is gone.
  /// - Throws: `Problem` of kind `missing` if the text is gone, `badData` if it has changed.
  func trainingText(_ tokenizer: any Tokenizer, remedy: String) throws -> TrainingText {
    let mixture = try record.mixtureSources.map { try Mixture(sources: $0) }
    do {
      let texts: TrainingTexts = try record.readTexts(ofRun: folder, at: []) { paths in
        let texts = try TrainingTexts(paths, mixture: mixture, lossy: record.lossy)
        return (texts, texts.record)
      }
      return try TrainingText(
        texts, tokenizer, validation: record.validation, context: record.model.contextLength)
    } catch let problem as Problem where problem.kind == .missing {
      throw Problem(.missing, problem.message, suggestion: remedy)
    }
  }
}

/// The n-grams of a run's training text, to compare its model with.
struct RunNGrams {
  let model: NGramModel
  private let training: ArraySlice<Int32>
  private let validation: ArraySlice<Int32>
  private let folder: String

  /// Counts the training part of a run's text.
  ///
  /// - Throws: `Problem` of kind `missing` if the text is gone, `badData` if it has changed, `usage` if the run trains on
  ///   a file of tokens or on a mixture.
  init(of run: ListedRun, order: Int, _ tokenizer: any Tokenizer) throws {
    let text = try run.trainingText(tokenizer, remedy: "Leave out --order, or put the text back.")
    guard text.mixed == nil, let training = text.training as? ArraySlice<Int32> else {
      throw Problem(.usage, "--order counts one text, and \(shellQuoted(run.folder)) trains on something else")
    }
    let vocabulary = NGramVocabulary(tokenCount: tokenizer.vocabularySize)
    model = try NGramModel(
      sentences: vocabulary.sentence(training), vocabulary: vocabulary, order: order, smoothing: .kneserNey)
    (self.training, validation, folder) = (training, text.validation, run.folder)
  }

  /// Returns the loss on the run's validation text, in nats per token.
  ///
  /// - Throws: `Problem` of kind `badData` if the run has no such text.
  func validationLoss() throws -> Double {
    guard !validation.isEmpty else {
      throw Problem(.badData, "\(shellQuoted(folder)) holds no text out, so there is nothing to evaluate n-grams on")
    }
    // The first token that the GPT is asked for is the second one of the validation text.
    return model.evaluate(Array(training) + validation, from: training.count + 1).loss
  }
}
