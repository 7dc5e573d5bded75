import Corpora
import Files

/// Removes documents in other languages than some.
///
/// A document stays if it is too short to be judged, or if one of the languages is almost as likely as the likeliest; see
/// ``LanguageGuesser/guess(_:)``. A document in a script that the guesser does not know is removed.
public struct LanguageFilter: CleaningStep {
  /// `language`.
  public let name = "language"
  private let guesser: LanguageGuesser
  private let languages: Set<String>

  /// Creates the step.
  ///
  /// - Parameter languages: the languages of documents that stay.
  /// - Throws: `Problem` of kind `usage` if the guesser does not know one of them.
  public init(keeping languages: [String], guesser: LanguageGuesser) throws {
    if let unknown = languages.first(where: { !guesser.languages.contains($0) }) {
      throw Problem(
        .usage,
        "the language \(quoted(unknown)) is not known; the known ones are "
          + guesser.languages.joined(separator: ", "),
        suggestion: "Teach it with \(Problem.setting("language-sample")) \(shellQuoted(unknown))=FILE.")
    }
    require(!languages.isEmpty, "LanguageFilter: no language is to be kept")
    (self.guesser, self.languages) = (guesser, Set(languages))
  }

  /// Removes documents in other languages.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] {
    mapOnThreads(documents) { document in
      if let guess = guesser.guess(document.text) {
        return languages.isDisjoint(with: guess.possible) ? .removed(because: "language \(guess.language)") : .unchanged
      }
      let letters = document.text.unicodeScalars.lazy.filter(\.properties.isAlphabetic)
      return letters.prefix(LanguageGuesser.fewestLetters).count < LanguageGuesser.fewestLetters
        ? .unchanged : .removed(because: "no known language")
    }
  }
}
