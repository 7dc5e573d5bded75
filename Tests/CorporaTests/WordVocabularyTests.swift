import Testing
import TestSupport

@testable import Corpora

struct WordVocabularyTests {
  private func vocabulary(_ words: [String]) -> WordVocabulary {
    var vocabulary = WordVocabulary()
    for word in words { vocabulary.add(word) }
    return vocabulary
  }

  @Test func wordsAreNumberedInTheOrderTheyWereAdded() {
    var words = WordVocabulary()
    #expect(["sea", "ship", "sea", "sail", "ship"].map { words.add($0) } == [0, 1, 0, 2, 1])
    #expect(words.count == 3 && (0..<3).map { words[$0] } == ["sea", "ship", "sail"])
    #expect(words.number(of: "sail") == 2 && words.number(of: "sai") == nil && words.number(of: "Sea") == nil)
    #expect(words.longest == 4 && WordVocabulary().longest == 0 && WordVocabulary().number(of: "") == nil)
  }

  /// More words than the initial capacity of the table; many differ in only one byte.
  @Test func everyOneOfThousandsOfWordsIsFoundAgain() {
    let words = (0..<5000).map { "\($0 % 7 == 0 ? "wörd" : "word")\($0)" }
    let vocabulary = vocabulary(words)
    #expect(vocabulary.count == 5000 && vocabulary.longest == "wörd4998".utf8.count)
    for (number, word) in words.enumerated() {
      #expect(vocabulary.number(of: word) == Int32(number) && vocabulary[Int32(number)] == word)
      #expect(vocabulary.withBytes(of: Int32(number)) { Array($0) } == Array(word.utf8))
    }
    #expect(vocabulary.number(of: "word5000") == nil)
  }

  @Test func aSavedVocabularyIsReadBack() throws {
    let words = vocabulary(["the", "naïve", "日本", "it's", "a\u{1}b"])
    try withFile([]) { path in
      try words.save(to: path)
      let text = try readText(path), read = try WordVocabulary(contentsOf: path)
      #expect(text == "the\nnaïve\n日本\nit's\na\u{1}b\n" && read == words)
    }
  }

  @Test(arguments: [
    ("a\nb\na\n", "line 3: the word \"a\" occurs twice"), ("a\n\nb\n", "line 2: expected one word"),
    ("a\nb c\n", "line 2: expected one word"), ("a\r\nb\r\n", "line 1: expected one word"), ("a\nb", "cut short"),
    ("\u{1}\n\u{1}\n", "\"\\u0001\" occurs twice"),
  ])
  func damagedListsAreRejectedWithTheLineNumber(text: String, said: String) throws {
    try withFile(text.utf8) { path in
      let found = try problem(.badData) { _ = try WordVocabulary(contentsOf: path) }
      #expect(found.message.hasPrefix(path) && found.message.contains(said), "\(found.message)")
    }
  }

  @Test func aByteOrderMarkIsDropped() throws {
    try withFile("\u{FEFF}the\nsea\n".utf8) { path in
      let read = try WordVocabulary(contentsOf: path)
      #expect(read == vocabulary(["the", "sea"]))
    }
  }

  @Test func invalidUTF8IsRejected() throws {
    try withFile([0x61, 0xFF, 0x0A]) { path in
      let found = try problem(.badData) { _ = try WordVocabulary(contentsOf: path) }
      #expect(found.message.contains("UTF-8"))
    }
  }
}
