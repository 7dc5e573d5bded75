import Corpora
import Files
import Foundation
import LanguageModels
import NGrams

/// Removes documents that a language model finds hard to predict, as Common Crawl's texts were filtered by the perplexity
/// of a model of Wikipedia (Wenzek et al., CCNet, 2020).
///
/// The judge is an n-gram model of your own, trained on text that you trust, or else the models of a
/// ``LanguageGuesser``. Only the first 4,000 characters are read. Documents with fewer than 40 letters stay.
public struct Gibberish: CleaningStep {
  /// Who predicts the text.
  public enum Judge: Sendable {
    /// The language that predicts it best.
    case languages(LanguageGuesser)
    /// A model of characters.
    case model(SavedNGram)

    /// The limit that suits the judge, in bits per character.
    public var usualLimit: Double {
      switch self {
      case .languages: 5
      case .model: 5.5
      }
    }
  }

  /// `gibberish`.
  public let name = "gibberish"
  private let judge: Judge
  /// Documents that need more bits per character are removed.
  public let limit: Double

  /// Creates the step.
  ///
  /// - Parameter limit: the highest number of bits per character that a document may need; by default, the judge's
  ///   usual limit.
  /// - Throws: `Problem` of kind `badData` if the model's tokens are words.
  public init(judge: Judge, limit: Double? = nil) throws {
    if case .model(let saved) = judge, saved.tokenizer.level != .character {
      throw Problem(
        .badData, "the model counts words, and gibberish is judged by characters",
        suggestion: "Train one with ngram train FILE, without \(Problem.setting("level")) word.")
    }
    if case .model(let saved) = judge, !saved.model.isNormalized {
      throw Problem(.badData, "the model gives scores that are no probabilities; train it with another smoothing")
    }
    let limit = limit ?? judge.usualLimit
    require(limit > 0, "Gibberish: a limit of \(limit) bits per character")
    (self.judge, self.limit) = (judge, limit)
  }

  /// Removes documents that are hard to predict.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] {
    mapOnThreads(documents) { document in
      guard let bits = bits(of: document.text), bits > limit else { return .unchanged }
      return .removed(because: String(format: "%.1f bits per character", bits))
    }
  }

  /// Returns the bits per character of a text; nil if it cannot be judged.
  private func bits(of text: String) -> Double? {
    switch judge {
    case .languages(let guesser): return guesser.guess(text)?.bitsPerCharacter
    case .model(let saved):
      let beginning = text.unicodeScalars.prefix(LanguageGuesser.mostCharacters)
      let letters = beginning.lazy.filter(\.properties.isAlphabetic).prefix(LanguageGuesser.fewestLetters)
      guard letters.count == LanguageGuesser.fewestLetters else { return nil }
      return Self.bits(of: saved.tokenizer.encode(String(beginning)), saved.model)
    }
  }

  /// Returns the bits that a model needs per character of a text, or per line end if lines are its sentences.
  private static func bits(of sentences: [Int32], _ model: NGramModel) -> Double {
    var evaluation = Evaluation()
    // Where the text begins and ends says nothing about it, and would cost short texts the most.
    model.forEachPrediction(Array(sentences.dropFirst().dropLast())) { token, probability, _ in
      evaluation.add(probability: probability)
    }
    return evaluation.bitsPerToken
  }
}
