import Corpora
import Files
import Foundation
import Testing
import WordVectors

struct CountedWordsTests {
  /// Calls `body` with the path of a new folder.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try createFolder(folder)
    try body(folder)
  }

  @Test func wordsAndCountsAreReadAgain() throws {
    try withFolder { folder in
      try writeFile("It's \"it\" na\u{EF}ve \u{5915} \u{1B} It's\n", to: folder + "/text.txt")
      let corpus = try WordCorpus(contentsOf: folder + "/text.txt", pattern: .spaces, minimumCount: 1)
      try CountedWords.save(corpus, to: folder + "/vocabulary.json")
      let read = try CountedWords(folder: folder)
      #expect(read.words == corpus.vocabulary && read.counts == [2, 1, 1, 1, 1])
    }
  }

  @Test func theWordsOfAnEarlierVersionHaveNoCounts() throws {
    try withFolder { folder in
      try writeFile("the\nsea\n", to: folder + "/vocabulary.txt")
      let read = try CountedWords(folder: folder)
      #expect(read.words.count == 2 && read.words[1] == "sea" && read.counts == nil)
      // The newer file counts.
      try writeFile(#"{"kind": "word-vectors", "words": ["tide"], "counts": [3]}"#, to: folder + "/vocabulary.json")
      #expect(try CountedWords(folder: folder).words[0] == "tide")
    }
  }

  @Test(arguments: [
    "[]", #"{"kind": "bag-of-words", "words": ["a"], "counts": [1]}"#,
    #"{"kind": "word-vectors", "words": ["a"], "counts": [1, 2]}"#,
    #"{"kind": "word-vectors", "words": ["a"], "counts": [0]}"#,
    #"{"kind": "word-vectors", "words": ["a", "a"], "counts": [1, 2]}"#,
    #"{"kind": "word-vectors", "words": ["a b"], "counts": [1]}"#,
    #"{"kind": "word-vectors", "words": [""], "counts": [1]}"#,
  ]) func damagedFilesAreRefused(contents: String) throws {
    try withFolder { folder in
      try writeFile(contents, to: folder + "/vocabulary.json")
      let problem = #expect(throws: Problem.self) { try CountedWords(folder: folder) }
      #expect(problem?.kind == .badData && problem?.message.contains("vocabulary.json") == true)
    }
  }
}
