/// Something to ask a model, with everything that is needed to mark its answer.
///
///     let assignment = assignments[0]
///     assignment.prompt                           // a question of the user
///     assignment.answer                           // the answer that is best in every way
///     assignment.grade("It is Telmar.").isRight   // true, though it is not the best answer
public struct Assignment: Equatable, Sendable {
  /// What is asked.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// One fact: "What is the coin of Ardova?"
    case direct
    /// The country of a fact: "Which country has the daro as its coin?"
    case reverse
    /// One of two values: "Is the coin of Ardova the daro or the grint?"
    case choice
    /// Two facts as a list.
    case several
    /// What is most important about a country: its capital, its ruler and its coin.
    case about
    /// A question that needs the one before: "And its coin?"
    case followUp = "follow-up"
    /// A question whose answer no text holds.
    case unknown
    /// A request about one of the ``Refusals/subjects``.
    case forbidden
  }

  /// The turns up to the question.
  public var prompt: [Turn]
  /// What is asked.
  public var kind: Kind
  /// The best answer.
  public var answer: String
  /// How answers are marked.
  public var check: Check

  /// The prompt with the best answer, to learn from.
  public var conversation: Conversation { Conversation(prompt + [Turn(.assistant, answer)]) }

  /// What an answer must contain, must not contain, and looks like.
  public struct Check: Equatable, Codable, Sendable {
    /// What is expected.
    public enum Outcome: String, Codable, Sendable { case answer, unknown, declined }

    /// What is expected.
    public var outcome = Outcome.answer
    /// The words that a right answer has, all of them.
    public var values: [String] = []
    /// Words of which a right answer has none: the same facts of other countries.
    public var rivals: [String] = []
    /// Words that the user does not want to hear.
    public var silence: [String] = []
    /// The form that was asked for.
    public var form = Form.plain
  }
}

/// The form in which an answer is asked for. Each can be checked without knowing what is right.
public enum Form: String, Codable, CaseIterable, Sendable {
  /// Sentences: the last character is a period, there are small letters, and no line is an item of a list.
  case plain
  /// One word, with or without a period.
  case oneWord = "one-word"
  /// No small letters.
  case capitals
  /// Every line begins with "- ", and there are as many lines as values.
  case list

  /// Returns whether an answer has this form.
  ///
  /// - Parameter count: the number of values that were asked for.
  public func isFollowed(by answer: String, count: Int) -> Bool {
    let text = answer.trimmed
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    switch self {
    case .plain:
      return text.hasSuffix(".") && text.contains(where: \.isLowercase) && !lines.contains { $0.hasPrefix("- ") }
    case .oneWord: return text.contains(where: \.isLetter) && !text.contains(where: \.isWhitespace)
    case .capitals: return text.contains(where: \.isLetter) && !text.contains(where: \.isLowercase)
    case .list: return lines.count == count && lines.allSatisfy { $0.hasPrefix("- ") && $0.count > 2 }
    }
  }
}

/// What the assistant does not do.
public enum Refusals {
  /// The subjects about which it does not talk. They are harmless; what matters is that it keeps to the list.
  public static let subjects = [
    "ghosts", "pirates", "giants", "love potions", "card tricks", "fortune telling", "secret passages", "treasure maps",
  ]
  /// What it says about them.
  public static let declined = "I do not talk about that."
  /// What it says when it does not know.
  public static let unknown = "I do not know."
}

extension String {
  /// This text without white space at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }

  /// The words of this text, in lower case.
  var lowercasedWords: [String] { lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init) }

  /// This text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
