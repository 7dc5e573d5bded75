import Files

/// The number of analogies that word vectors answer correctly.
public struct WordAnalogyEvaluation: Equatable, Sendable {
  /// The results of a section, or of all sections.
  public struct Score: Equatable, Sendable {
    /// The section's name.
    public let name: String
    /// The number of questions answered correctly.
    public internal(set) var correct = 0
    /// The number of questions asked: those whose four words all have vectors.
    public internal(set) var covered = 0
    /// The number of questions in the section.
    public internal(set) var questions = 0

    /// The fraction of correct answers among the questions asked; NaN if none were asked.
    public var accuracy: Double { covered > 0 ? Double(correct) / Double(covered) : .nan }
  }

  /// Each section's score, in order.
  public let sections: [Score]

  /// The results of all sections together.
  public var total: Score {
    sections.reduce(into: Score(name: "total")) { total, section in
      total.correct += section.correct
      total.covered += section.covered
      total.questions += section.questions
    }
  }

  /// Answers questions by 3CosAdd: see ``WordVectors/nearest(to:count:)-(WordSum,_)``. The words of a question cannot
  /// be its answer.
  ///
  /// Case is ignored in both questions and answers. Of words that differ only in case, the most frequent is taken, as
  /// in gensim's `evaluate_word_analogies`.
  ///
  /// All questions are asked in one pass: 2 Q V D FLOPs, as a matrix product.
  ///
  /// - Parameter limit: how many of the most frequent words to consider; questions with other words are not asked.
  public init(_ analogies: WordAnalogies, of vectors: WordVectors, amongFirst limit: Int = 300_000) {
    require(limit >= 0, "WordAnalogyEvaluation: the first \(limit) words")
    let words = FoldedWords(vectors.words, count: limit)
    var sections = analogies.sections.map { Score(name: $0.name, questions: $0.questions.count) }
    var asked: [(section: Int, question: AnalogyQuestion, answer: Int32)] = []
    for (i, section) in analogies.sections.enumerated() {
      for question in section.questions {
        guard let a = words[question.a], let b = words[question.b], let c = words[question.c],
          let answer = words[question.answer]
        else { continue }
        asked.append((i, AnalogyQuestion(a: a, b: b, c: c), answer))
      }
    }
    for ((section, _, answer), found) in zip(asked, vectors.answers(to: asked.map(\.question), words)) {
      sections[section].covered += 1
      if let found, words.folds[Int(found)] == words.folds[Int(answer)] { sections[section].correct += 1 }
    }
    self.sections = sections
  }
}
