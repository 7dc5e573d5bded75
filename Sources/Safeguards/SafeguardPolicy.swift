import Files

/// What a chat does not talk about, and which filters see to it: a small file that people can read and change.
///
///     {
///       "declined": "I do not talk about that.",
///       "gibberish_limit": 6,
///       "input": ["words", "classifier", "gibberish"],
///       "output": ["words"],
///       "subjects": {"pirates": ["pirate", "pirates"]},
///       "threshold": 0.5
///     }
public struct SafeguardPolicy: Codable, Equatable, Sendable {
  /// A filter.
  public enum Filter: String, Codable, CaseIterable, Sendable {
    /// The words of the subjects.
    case words
    /// A classifier over a bag of words, which also knows requests that avoid the words.
    case classifier
    /// A model of characters, which finds text that is no language.
    case gibberish
  }

  /// The words and phrases of each subject; only words that mean nothing else belong here.
  public var subjects: [String: [String]]
  /// The filters of what the user writes, and of what the model answers, in the order in which they are asked.
  public var input: [Filter], output: [Filter]
  /// From which probability of a forbidden text on the classifier acts, between 0 and 1.
  public var threshold: Double
  /// Above how many bits per character a text is gibberish.
  public var gibberishLimit: Double
  /// What the chat says in place of an answer.
  public var declined: String

  /// Creates a policy.
  public init(
    subjects: [String: [String]], input: [Filter] = [.words, .classifier, .gibberish], output: [Filter] = [.words],
    threshold: Double = 0.5, gibberishLimit: Double = 6, declined: String
  ) {
    (self.subjects, self.input, self.output) = (subjects, input, output)
    (self.threshold, self.gibberishLimit, self.declined) = (threshold, gibberishLimit, declined)
  }

  /// Reads a policy.
  ///
  /// - Throws: `Problem` of kind `missing` if the file cannot be read, `badData` if it is not a policy or has values that
  ///   make no sense.
  public init(contentsOf path: String) throws {
    self = try readFile(json: Self.self, describing: "a policy of safeguards", at: path)
    if let mistake { throw Problem(.badData, "\(path): \(mistake)") }
  }

  /// Writes the policy, completely or not at all.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to path: String) throws { try writeFile(json: self, to: path) }

  /// What makes no sense in the policy; nil if nothing does.
  var mistake: String? {
    if !(0..<1).contains(threshold) || threshold == 0 { return "the threshold \(threshold) is not between 0 and 1" }
    if !(gibberishLimit > 0) { return "the gibberish limit \(gibberishLimit) is not above 0" }
    if declined.allSatisfy(\.isWhitespace) { return "\"declined\" is empty" }
    for (subject, words) in subjects.sorted(by: { $0.key < $1.key }) {
      if let word = words.first(where: { WordList.words(of: $0).isEmpty }) {
        return "the subject \(quoted(subject, limit: 40)) has a phrase without words: \(quoted(word, limit: 40))"
      }
    }
    for (name, filters) in [("input", input), ("output", output)] where Set(filters).count != filters.count {
      return "\"\(name)\" names a filter twice"
    }
    return nil
  }
}
