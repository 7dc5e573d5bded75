import Corpora
import Foundation
import Tokenizers

/// The tokens of a training text in two parts, and what their numbers mean.
///
/// A text is split first, and then each part becomes tokens. So runs with different tokenizers are evaluated on the same
/// characters. A file of tokens can only be split between tokens: its part for training is read in place, and the part
/// for validation is kept in memory.
struct TrainingText {
  let tokenizer: any Tokenizer
  let training: any TokenSource
  let validation: ArraySlice<Int32>
  /// Where the sources of a mixture are in `training`; nil for a single text.
  let mixed: MixedTokens?
  /// The size of the text that a model predicts when it is evaluated.
  let evaluatedSize: TextSize

  /// Returns a floor in the unit of the losses, nats per token.
  ///
  /// - Parameter floor: in bits per character.
  func floor(bitsPerCharacter floor: Double) -> Double {
    evaluatedSize.tokens > 0 ? floor * log(2) / evaluatedSize.perCharacter(1) : floor * log(2)
  }

  /// Splits a text.
  ///
  /// - Parameters:
  ///   - fraction: the fraction for validation.
  ///   - context: the length of a window; one must fit into each part.
  /// - Throws: `Problem` of kind `badData` if a part is too short, has something that no token stands for, or consists of
  ///   another tokenizer's tokens.
  init(_ texts: TrainingTexts, _ tokenizer: any Tokenizer, validation fraction: Double, context: Int) throws {
    self.tokenizer = tokenizer
    if let file = texts.tokens {
      try file.requireTokens(of: tokenizer, named: "this run")
      let count = Int((1 - fraction) * Double(file.count))
      try requireRoom(training: count, validation: file.count - count, of: fraction, context: context)
      (training, mixed) = (TokenFilePart(file: file, range: 0..<count), nil)
      validation = file[count...].map { $0 }[...]
      evaluatedSize = TextSize(predicting: validation, of: tokenizer.decode(validation), tokenizer)
      return
    }
    let parts = texts.texts.map { Split($0, validation: fraction, by: .character) }
    let tokens = try parts.map { (try tokenizer.encode($0.training), try tokenizer.encode($0.validation)) }
    if let mixture = texts.mixture {
      let mixed = try MixedTokens(
        training: tokens.map(\.0), validation: tokens.map(\.1), of: mixture, fraction: fraction, context: context)
      (self.mixed, training, validation) = (mixed, mixed.split.training, mixed.split.validation)
    } else {
      try requireRoom(training: tokens[0].0.count, validation: tokens[0].1.count, of: fraction, context: context)
      (mixed, training, validation) = (nil, tokens[0].0[...], tokens[0].1[...])
    }
    evaluatedSize = TextSize(predicting: validation, of: parts.map(\.validation).joined(), tokenizer)
  }
}

/// A stretch of a file of tokens, read in place.
private struct TokenFilePart: TokenSource {
  let file: TokenFile
  let range: Range<Int>

  var count: Int { range.count }

  func copyTokens(_ part: Range<Int>, to place: UnsafeMutablePointer<Int32>) {
    precondition(part.lowerBound >= 0 && part.upperBound <= count, "copyTokens: \(part) of \(count) tokens")
    for i in part { place[i - part.lowerBound] = file[range.lowerBound + i] }
  }
}
