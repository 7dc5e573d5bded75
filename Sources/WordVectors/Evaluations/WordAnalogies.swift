import Files

/// Questions such as "Athens is to Greece as Oslo is to ...", with their answers, in sections.
public struct WordAnalogies {
  /// Four words; the last is the answer.
  public struct Question: Equatable, Sendable {
    /// "a is to b as c is to answer".
    public let a: String, b: String, c: String, answer: String
  }

  /// A named group of questions of one kind.
  public struct Section: Equatable, Sendable {
    /// The kind of questions.
    public let name: String
    /// The questions, in order.
    public var questions: [Question] = []
  }

  /// The path of the file, for messages.
  public let path: String
  /// The sections, in order; together they have at least one question.
  public let sections: [Section]

  /// Reads a file in the format of word2vec's `questions-words.txt`: lines of four words. Each section begins with a
  /// line that has a colon and the section's name.
  ///
  /// - Parameters:
  ///   - path: the file, or `-` for standard input.
  ///   - lossy: whether to replace bytes that are not UTF-8 with U+FFFD, "�", instead of throwing.
  ///   - remark: receives a line for each thing that was changed while reading.
  /// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` with the file and the line if it is
  ///   not in this format.
  public init(contentsOf path: String, lossy: Bool = false, remark: (String) -> Void = { _ in }) throws {
    let name = inputName(path)
    var sections: [Section] = []
    for (number, line) in try lines(of: path, lossy: lossy, remark: remark) {
      if line.hasPrefix(":") {
        sections.append(Section(name: line.dropFirst().split(whereSeparator: \.isWhitespace).joined(separator: " ")))
        continue
      }
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.count == 4 else {
        throw Problem(
          .badData,
          "\(name), line \(number): expected four words, or a colon and a section's name, not "
            + quoted(line, limit: 60))
      }
      // Questions before the first section line form a section of their own.
      if sections.isEmpty { sections.append(Section(name: "questions")) }
      sections[sections.count - 1].questions.append(
        Question(a: words[0], b: words[1], c: words[2], answer: words[3]))
    }
    guard sections.contains(where: { !$0.questions.isEmpty }) else {
      throw Problem(.badData, "\(name) has no questions: lines of four words")
    }
    self.path = name
    self.sections = sections
  }
}
