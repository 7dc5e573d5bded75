import Cleaning
import Testing
import TestSupport

struct CorpusStatisticsTests {
  @Test func everythingIsCounted() throws {
    let french = "Les chèvres ont mangé trois chapeaux depuis lundi, et personne n'a rien vu."
    let text = "one two\nthree\n\nöne two\n\none two\nthree\n\n\(french)\n"
    let statistics = try withFile(text.utf8) { path in
      try CorpusStatistics(of: [path], by: .paragraph, guesser: LanguageGuesser())
    }
    #expect(statistics.documents == 4 && statistics.duplicateDocuments == 1)
    #expect(statistics.lines == 6 && statistics.duplicateLines == 2)
    #expect(statistics.words == 3 + 2 + 3 + 13)
    #expect(statistics.characters == 13 + 7 + 13 + french.unicodeScalars.count)
    #expect(statistics.bytes == 13 + 8 + 13 + french.utf8.count)
    #expect(statistics.languages.map(\.name) == ["fr", nil])
    #expect(statistics.languages.map(\.documents) == [1, 3])
    #expect(statistics.languages.map(\.bytes) == [french.utf8.count, 34])
  }

  @Test func threadsDoNotMatter() throws {
    let one = try onThreads(1) {
      try CorpusStatistics(of: [data("tern-valley.txt")], by: .line, guesser: LanguageGuesser())
    }
    let two = try onThreads(2) {
      try CorpusStatistics(of: [data("tern-valley.txt")], by: .line, guesser: LanguageGuesser())
    }
    #expect(one == two && one.documents > 3000)
  }
}
