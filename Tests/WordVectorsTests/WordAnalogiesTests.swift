import Corpora
import Files
import Testing
import TestSupport

@testable import WordVectors

private func analogies(_ text: String) throws -> WordAnalogies {
  try withVectorFile(text.utf8) { try WordAnalogies(contentsOf: $0) }
}

@Suite struct WordAnalogiesTests {
  @Test func sectionsAndTheirQuestionsAreRead() throws {
    let a = try analogies(": first one\na b c d\n  A  b\tc d \r\n\n:  second\n: third\nx y z w")
    #expect(a.sections.map(\.name) == ["first one", "second", "third"])
    #expect(a.sections.map(\.questions.count) == [2, 0, 1])
    #expect(a.sections[0].questions[1] == WordAnalogies.Question(a: "A", b: "b", c: "c", answer: "d"))
    #expect(try analogies("a b c d\n").sections.map(\.name) == ["questions"])
  }

  @Test(arguments: [
    (": s\na b c\n", "line 2"), (": s\na b c d e", "line 2"), (": s\n: t\n", "no questions"), ("word\n", "line 1"),
  ]) func invalidQuestionsAreRefusedWithTheirLine(text: String, word: String) throws {
    try withVectorFile(text.utf8) { path in
      let problem = #expect(throws: Problem.self) { try WordAnalogies(contentsOf: path) }
      #expect(problem?.kind == .badData && problem?.message.hasPrefix(path) == true)
      #expect(problem?.message.contains(word) == true)
    }
  }
}

@Suite struct WordAnalogyEvaluationTests {
  private let v = wordVectors([
    "the": [0, 0, 1], "man": [1, 0, 0.1], "woman": [0, 1, 0.1], "King": [1, 0, 2], "king": [-0.3, 1, 1.5],
    "Queen": [0, 1, 2], "queen": [9, 9, 9], "lord": [1, 0.2, 1.5],
  ])

  @Test func sectionsAreScoredAndSummed() throws {
    let e = WordAnalogyEvaluation(
      try analogies(
        ": royal\nMAN WOMAN KING QUEEN\nman woman king lord\nman woman king nobody\n: none\na b c d\n: empty\n"),
      of: v)
    #expect(e.sections.map(\.name) == ["royal", "none", "empty"])
    #expect(e.sections.map(\.correct) == [1, 0, 0] && e.sections.map(\.covered) == [2, 0, 0])
    #expect(e.sections.map(\.questions) == [3, 1, 0])
    #expect(e.sections[0].accuracy == 0.5 && e.sections[1].accuracy.isNaN)
    #expect(e.total.correct == 1 && e.total.covered == 2 && e.total.questions == 4 && e.total.accuracy == 0.5)
  }

  @Test func questionWordsInAnyCaseAreNotAnswers() {
    // "king" in lowercase is nearer than "Queen", but it is a question word in another case.
    let words = FoldedWords(v.words, count: 8)
    let plain = v.nearest(to: WordSum(1, isTo: 2, as: 3), count: 1)[0].word
    #expect(v.words[plain] == "king")
    #expect(v.answers(to: [AnalogyQuestion(a: 1, b: 2, c: 3)], words) == [5])
  }

  @Test func thereIsNoAnswerIfNoWordIsLeft() {
    let three = wordVectors(["a": [1, 0], "b": [0, 1], "c": [1, 1]])
    let words = FoldedWords(three.words, count: 3)
    #expect(three.answers(to: [AnalogyQuestion(a: 0, b: 1, c: 2)], words) == [nil])
    #expect(three.answers(to: [], words).isEmpty)
  }

  /// Sizes beyond one block of words and one block of questions, and not multiples of them.
  @Test func answersMatchTheNaiveReferenceOnAnyThreadCount() throws {
    let v = randomVectors(count: 2113, dimensions: 37), naive = NaiveWordVectors(v)
    var random = RandomValues(seed: 9)
    let questions = (0..<613).map { _ in
      let ids = random.ids(3, below: 2000)
      return AnalogyQuestion(a: ids[0], b: ids[1], c: ids[2])
    }
    let words = FoldedWords(v.words, count: 2077)
    let found = onThreads(1) { v.answers(to: questions, words) }
    #expect(onThreads(2) { v.answers(to: questions, words) } == found)
    #expect(onThreads(7) { v.answers(to: questions, words) } == found)
    for i in stride(from: 0, to: questions.count, by: 9) {
      let q = questions[i]
      #expect(found[i].map(Int.init) == naive.answer(Int(q.a), Int(q.b), Int(q.c), amongFirst: 2077))
    }
  }

  @Test func onlyTheFirstWordsAreConsidered() throws {
    let text = ": s\nman woman King Queen\n"
    #expect(WordAnalogyEvaluation(try analogies(text), of: v, amongFirst: 6).total.correct == 1)
    #expect(WordAnalogyEvaluation(try analogies(text), of: v, amongFirst: 5).total.covered == 0)
  }

  @Test func foldedWordsMapToTheMostFrequent() {
    var words = WordVocabulary()
    for word in ["paris", "Paris", "straße", "STRASSE", "a"] { words.add(word) }
    let folded = FoldedWords(words, count: 4)
    #expect(folded["PARIS"] == 0 && folded["Strasse"] == 2 && folded["a"] == nil && folded.folds == [0, 0, 1, 1])
  }
}
