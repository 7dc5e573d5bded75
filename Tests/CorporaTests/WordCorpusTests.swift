import Testing
import TestSupport

@testable import Corpora

struct WordCorpusTests {
  private func corpus(
    _ text: String, pattern: WordPattern = .letters, sentences: WordCorpus.Sentences? = .line, minimumCount: Int = 1
  ) throws -> WordCorpus {
    try withFile(text.utf8) {
      try WordCorpus(contentsOf: $0, pattern: pattern, sentences: sentences, minimumCount: minimumCount)
    }
  }

  /// The words of the ids, with "|" at the end of each sentence.
  private func words(_ corpus: WordCorpus) -> String {
    corpus.ids.map { $0 == WordCorpus.end ? "|" : corpus.vocabulary[$0] }.joined(separator: " ")
  }

  @Test func wordsAreNumberedByCountThenByFirstOccurrence() throws {
    let corpus = try corpus("Bee ant, ANT!\n\ncow bee ant dog", minimumCount: 1)
    #expect((0..<4).map { corpus.vocabulary[$0] } == ["ant", "bee", "cow", "dog"])
    #expect(corpus.counts == [3, 2, 1, 1])
    #expect(words(corpus) == "bee ant ant | cow bee ant dog |")
    #expect(corpus.wordsRead == 7 && corpus.wordCount == 7 && corpus.distinctWords == 4)
  }

  @Test func rareWordsAreRemovedAsIfTheyWereNeverThere() throws {
    let corpus = try corpus("aa bb aa cc\ndd\naa bb dd", minimumCount: 2)
    #expect(words(corpus) == "aa bb aa | dd | aa bb dd |")
    let fewer = try self.corpus("aa bb cc\ncc\naa bb\n", minimumCount: 2)
    #expect(fewer.wordsRead == 6 && words(fewer) == "aa bb cc | cc | aa bb |")
    // A sentence of only rare words disappears.
    #expect(words(try self.corpus("aa bb\nxx yy\naa bb\n", minimumCount: 2)) == "aa bb | aa bb |")
  }

  @Test func aSentenceIsALineAParagraphOrTheWholeText() throws {
    let text = "aa bb\ncc\n\n\ndd\n"
    #expect(words(try corpus(text, sentences: .line)) == "aa bb | cc | dd |")
    #expect(words(try corpus(text, sentences: .paragraph)) == "aa bb cc | dd |")
    #expect(words(try corpus(text, sentences: .text)) == "aa bb cc dd |")
    // A line without words does not count as empty; a line of white space does.
    let odd = "aa bb\nI\n--\ncc\n \t\r\ndd\n"
    #expect(words(try corpus(odd, sentences: .paragraph)) == "aa bb cc | dd |")
    #expect(words(try corpus(odd, sentences: .line)) == "aa bb | cc | dd |")
  }

  @Test func aPatternKeepsWordsWithMarksAndTheOthersAreCounted() throws {
    let text = "आधुनिक मानक हिन्दी\nmodern words\n"
    let letters = try corpus(text), marks = try corpus(text, pattern: .marks)
    #expect(words(letters) == "आध नक | modern words |" && letters.cutWordCount == 3)
    #expect(words(marks) == "आधुनिक मानक हिन्दी | modern words |" && marks.cutWordCount == 0)
    #expect(try corpus(text, pattern: .spaces).cutWordCount == 0)
  }

  @Test func severalFilesAreOneCorpus() throws {
    try withFile("aa bb".utf8) { first in
      try withFile("cc\r\naa\r\n".utf8) { second in
        let corpus = try WordCorpus(contentsOf: [first, second], minimumCount: 1)
        #expect(words(corpus) == "aa bb | cc | aa |")
        #expect(corpus.record == (try readTexts([first, second]).record) && corpus.record.remarks.count == 1)
      }
    }
  }

  @Test func emptyLinesDecideWhatASentenceIs() throws {
    func settled(_ text: String) throws -> (WordCorpus.Sentences, String) {
      let corpus = try corpus(text, sentences: nil)
      return (corpus.sentences, words(corpus))
    }
    #expect(try settled("aa bb\ncc\n\n\ndd\n") == (.paragraph, "aa bb cc | dd |"))
    // Empty lines before and after the text do not count.
    #expect(try settled("\n\naa bb\ncc\n\n") == (.line, "aa bb | cc |"))
    // One empty line among twenty lines is enough, and one among twenty-one is not.
    for (lines, expected) in [(19, WordCorpus.Sentences.paragraph), (20, .line)] {
      let text = "aa bb\n\n" + String(repeating: "aa bb\n", count: lines - 1)
      let (found, words) = try settled(text)
      #expect(found == expected)
      #expect(words == self.words(try corpus(text, sentences: expected)))
    }
    #expect(try corpus("aa bb\n\ncc\n", sentences: .text).sentences == .text)
  }

  @Test func splittingAtSpacesKeepsWordsUnchanged() throws {
    #expect(words(try corpus("It's  a\tfine, day\r\nIt's", pattern: .spaces)) == "It's a fine, day | It's |")
    #expect(words(try corpus("It's a fine, day")) == "it fine day |")
  }

  /// The file is read in chunks; a word at a chunk boundary must not be cut or lost.
  @Test func longTextsAreReadCompletely() throws {
    let line = "alpha beta gamma delta epsilon zeta eta theta iota kappa\n"
    let count = 40_000
    let corpus = try corpus(String(repeating: line, count: count), pattern: .spaces)
    #expect(corpus.counts == [Int](repeating: count, count: 10))
    #expect(corpus.ids.count == 11 * count && corpus.ids.prefix(11) == corpus.ids.suffix(11))
    #expect(corpus.record.bytes == line.utf8.count * count)
  }

  @Test func aCorpusWithoutNeighboringWordsIsRejected() throws {
    try corpus("aa\nbb aa\n").requireNeighbors()
    try corpus("aa\nbb\n", sentences: .text).requireNeighbors()
    let found = try problem(.badData) { try corpus("aa\nbb\naa\n").requireNeighbors() }
    #expect(found.message.contains("no two words in one sentence"))
    // Rare words do not count as neighbors.
    _ = try problem(.badData) { try corpus("aa xx\naa yy\nbb\nbb\n", minimumCount: 2).requireNeighbors() }
  }

  @Test func theRecordDescribesTheWholeText() throws {
    let text = "some words\nand more words\n"
    try withFile(text.utf8) { path in
      let corpus = try WordCorpus(contentsOf: path, minimumCount: 1)
      #expect(corpus.record == TextRecord(text, path: path))
    }
  }

  @Test(arguments: [
    ("one two three", 2, "none of its 3"), ("one one two", 2, "only one of its 2"),
  ])
  func tooFewWordsAreRejected(text: String, minimumCount: Int, said: String) throws {
    let found = try problem(.badData) { _ = try corpus(text, minimumCount: minimumCount) }
    #expect(found.message.contains(said) && found.message.contains("\(minimumCount) times or more"))
    #expect(found.text { "--\($0)" }.contains("--minimum-count"))
  }

  @Test func aTextWithoutTwoDistinctWordsIsRejected() throws {
    let none = try problem(.badData) { _ = try corpus("!? a b", minimumCount: 5) }
    #expect(none.message.hasSuffix(" has no words") && none.text { "--\($0)" }.contains("--pattern spaces"))
    let one = try problem(.badData) { _ = try corpus("aa aa", pattern: .spaces) }
    #expect(one.message.hasSuffix(" has only one word") && one.suggestion == nil)
  }
}
