import Corpora
import Files
import Tokenizers

/// The tokens of a training text in two parts, and what their numbers mean.
///
/// The text is split first, and then each part becomes tokens. So runs with different tokenizers are evaluated on the
/// same characters.
struct TrainingText {
  let tokenizer: any Tokenizer
  let training: any TokenSource
  let validation: ArraySlice<Int32>
  /// The size of the text that a model predicts when it is evaluated.
  let evaluatedSize: TextSize

  /// Splits a text.
  ///
  /// - Parameters:
  ///   - fraction: the fraction for validation.
  ///   - context: the length of a window; one must fit into each part.
  /// - Throws: `Problem` of kind `badData` if a part is too short or has something that no token stands for.
  init(_ text: String, _ tokenizer: any Tokenizer, validation fraction: Double, context: Int) throws {
    self.tokenizer = tokenizer
    let parts = Split(text, validation: fraction, by: .character)
    let tokens = (try tokenizer.encode(parts.training), try tokenizer.encode(parts.validation))
    try requireRoom(training: tokens.0.count, validation: tokens.1.count, of: fraction, context: context)
    (training, validation) = (tokens.0[...], tokens.1[...])
    evaluatedSize = TextSize(predicting: validation, of: parts.validation, tokenizer)
  }
}

/// Returns the tokenizer that a user asks for: the one in this file or folder, or the characters of the text.
func tokenizer(at path: String?, of text: String) throws -> any Tokenizer {
  guard let path else { return CharacterTokenizer(text: text) }
  return try readTokenizer(contentsOf: path)
}
