/// Finds the words and phrases of a list in texts, as whole words, in any case and with digits in place of letters.
///
///     let list = WordList(["pirates": ["pirate", "pirates"]])
///     list.match(in: "Do you like P1RATES?")     // subject "pirates", phrase "pirates"
///     list.match(in: "The pirated book")         // nil
public struct WordList: Sendable {
  /// A phrase that was found.
  public struct Match: Equatable, Sendable {
    /// The subject to which it belongs.
    public let subject: String
    /// The phrase, as the list has it.
    public let phrase: String
  }

  /// Phrases by their first word, the longest first.
  private var phrases: [String: [(words: [String], match: Match)]] = [:]

  /// Creates a list from the phrases of each subject.
  public init(_ subjects: [String: [String]]) {
    for (subject, list) in subjects.sorted(by: { $0.key < $1.key }) {
      for phrase in list {
        let words = Self.words(of: phrase)
        guard let first = words.first else { continue }
        phrases[first, default: []].append((words, Match(subject: subject, phrase: phrase)))
      }
    }
    for (first, list) in phrases {
      phrases[first] = list.enumerated().sorted {
        ($1.element.words.count, $0.offset) < ($0.element.words.count, $1.offset)
      }.map(\.element)
    }
  }

  /// Returns the first phrase of a text that is in the list; nil if there is none.
  public func match(in text: String) -> Match? {
    let words = Self.words(of: text)
    for start in words.indices {
      if let found = phrases[words[start]]?.first(where: { words[start...].starts(with: $0.words) }) {
        return found.match
      }
    }
    return nil
  }

  /// Returns the words of a text in lower case. In a word that has letters, digits that look like letters are taken for
  /// them.
  static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { word in
      guard word.contains(where: \.isLetter) else { return String(word) }
      return String(word.map { lookalikes[$0] ?? $0 })
    }
  }

  private static let lookalikes: [Character: Character] = [
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t",
  ]
}
