import Files
import Tokenizers
import Transformers

// The page's own program knows the parts of the presets, and those that are only switches beside them.

extension GPTConfiguration {
  /// Checks that the page can compute with all parts of a model.
  ///
  /// - Throws: `Problem` of kind `badData` that names the first part that it cannot.
  func requirePartsOfThePage() throws {
    let refused = [
      (window != nil, "attention over a window"), (positions == .alibi, "ALiBi positions"),
      (rotaryScaling != nil, "scaled rotary positions"),
    ]
    guard let part = refused.first(where: { $0.0 }) else { return }
    throw Problem(.badData, "the model has \(part.1), which the page cannot compute")
  }
}

/// Returns the tokenizer, if the page can use it.
///
/// - Throws: `Problem` of kind `badData` if its tokens are not characters.
func requireCharacters(_ tokenizer: any Tokenizer) throws -> CharacterTokenizer {
  guard let characters = tokenizer as? CharacterTokenizer else {
    throw Problem(.badData, "the model's tokens are not characters, and the page works only with those")
  }
  return characters
}
