import Files

/// Questions of the kind "Athens is to Greece as Oslo is to ...", with their answers, in sections.
public struct WordAnalogies {
  /// Four words; the last is the answer.
  public struct Question: Equatable, Sendable {
    /// "a is to b as c is to answer".
    public let a: String, b: String, c: String, answer: String
  }

  /// Questions of one kind.
  public struct Section: Equatable, Sendable {
    /// What kind that is.
    public let name: String
    /// The questions, in order.
    public var questions: [Question] = []
  }

  /// Where they stood, for messages.
  public let path: String
  /// The sections, in order; at least one question is in them.
  public let sections: [Section]

  /// Reads a file of the form of word2vec's `questions-words.txt`: lines of four words, and above those of a section a line
  /// of a colon and its name.
  ///
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` with the file and the line when it is not
  ///   such a file.
  public init(contentsOf path: String) throws {
    var sections: [Section] = []
    for (number, line) in try lines(of: path) {
      if line.hasPrefix(":") {
        sections.append(Section(name: line.dropFirst().split(whereSeparator: \.isWhitespace).joined(separator: " ")))
        continue
      }
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.count == 4 else {
        throw Problem(
          .badData,
          "\(path), line \(number): four words, or a colon and a section's name, are needed, not "
            + quoted(line, limit: 60))
      }
      // Where no section has begun, all questions are one.
      if sections.isEmpty { sections.append(Section(name: "questions")) }
      sections[sections.count - 1].questions.append(
        Question(a: words[0], b: words[1], c: words[2], answer: words[3]))
    }
    guard sections.contains(where: { !$0.questions.isEmpty }) else {
      throw Problem(.badData, "\(path) has no questions: lines of four words")
    }
    self.path = path
    self.sections = sections
  }
}
