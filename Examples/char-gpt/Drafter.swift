import Files
import Foundation
import LanguageModels
import NGrams
import Reports
import Transformers

/// Loads the model that guesses tokens for another: a GPT, or an n-gram model of characters.
///
/// The characters of its vocabulary can have other numbers.
///
/// - Throws: `Problem` of kind `missing` or `badData` if the folder holds no such model, or a GPT that lacks some of the
///   characters.
func drafter(inFolder folder: String, for saved: SavedGPT) throws -> any TextReader {
  let characters = try saved.characters.vocabulary
  if fileType((folder as NSString).appendingPathComponent("model.ngram")) != nil {
    let draft = try SavedNGram(folder: folder)
    guard draft.tokenizer.level == .character else {
      throw Problem(
        .badData, "\(shellQuoted(folder)) is a model of words, which cannot guess characters",
        suggestion: "Train one of characters with ngram train FILE.")
    }
    // The encoding of a character begins with a start marker.
    let numbers = characters.map { scalar in
      draft.tokenizer.encode(prompt: "x\(scalar)").last ?? draft.tokenizer.vocabulary.unknown
    }
    return RenumberedReader(draft.model.reader(), numbers: numbers)
  }
  let draft = try SavedGPT(folder: folder)
  let numbers = characters.compactMap(try draft.characters.token(for:))
  guard numbers.count == characters.count else {
    let missing = characters.count - numbers.count
    throw Problem(
      .badData,
      "the model in \(shellQuoted(folder)) lacks \(Formats.count(missing, "character")) of the model that it is to help",
      suggestion: "Train it on the same text.")
  }
  return RenumberedReader(draft.model.reader(), numbers: numbers)
}
