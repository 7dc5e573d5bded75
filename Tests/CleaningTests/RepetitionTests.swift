import Cleaning
import Testing

struct RepetitionTests {
  /// Words that never repeat.
  private func words(_ count: Int, from start: Int = 0) -> [String] { (0..<count).map { "w\(1000 + start + $0)" } }

  @Test func textWithoutRepetitionHasNoRatios() throws {
    let ratios = try #require(RepetitionRatios(words(100).joined(separator: " ")))
    #expect(ratios.lines == 0 && ratios.lineCharacters == 0)
    #expect(ratios.mostFrequent == [0, 0, 0] && ratios.repeatedRuns == [0, 0, 0, 0, 0, 0])
  }

  @Test func linesAreCountedFromTheirSecondTimeOn() throws {
    // 4 lines of 15 words; one comes twice, so one of five lines came before.
    let lines = (0..<4).map { words(15, from: 15 * $0).joined(separator: " ") }
    let ratios = try #require(RepetitionRatios((lines + ["", lines[2]]).joined(separator: "\n")))
    #expect(ratios.lines == 0.2 && ratios.lineCharacters == 0.2)
  }

  /// All words have the same length, so fractions of characters are fractions of words.
  @Test func phrasesAreMeasuredInCharacters() throws {
    // 100 words, among them ten times the same pair, never the same triple.
    let text = (0..<10).flatMap { ["aaaaa", "bbbbb"] + words(8, from: 8 * $0) }.joined(separator: " ")
    let ratios = try #require(RepetitionRatios(text))
    #expect(ratios.mostFrequent == [0.2, 0, 0] && ratios.repeatedRuns == [0, 0, 0, 0, 0, 0])
  }

  @Test func repeatedRunsCountEachWordOnce() throws {
    // A run of 8 words comes twice among 80: its second time is 10 %, for runs of 5 to 8 words.
    let text = (words(40) + words(8) + words(32, from: 40)).joined(separator: " ")
    let ratios = try #require(RepetitionRatios(text))
    #expect(ratios.repeatedRuns == [0.1, 0.1, 0.1, 0.1, 0, 0])
  }

  @Test func shortTextsAreNotJudged() {
    #expect(RepetitionRatios(words(49).joined(separator: " ")) == nil)
    #expect(verdict(Repetition(), "no no no no no no no no") == .unchanged)
    #expect(verdict(Repetition(), "") == .unchanged)
  }

  @Test func repetitiveTextsAreRemovedWithAReason() {
    let text = Array(repeating: "Buy cheap rope now!", count: 20).joined(separator: " ")
    guard case .removed(let reason) = verdict(Repetition(), text) else {
      Issue.record("not removed")
      return
    }
    #expect(reason.contains("20 %") && reason.contains("same 2 words"))
  }

  @Test func leniencyMultipliesTheLimits() {
    // 2 of 5 lines came before: 40 %, where 30 % is allowed.
    let lines = (0..<3).map { words(20, from: 20 * $0).joined(separator: " ") }
    let text = (lines + lines[..<2]).joined(separator: "\n")
    #expect(verdict(Repetition(), text) != .unchanged)
    #expect(verdict(Repetition(leniency: 4), text) == .unchanged)
    #expect(verdict(Repetition(leniency: 1.2), text) != .unchanged)
  }
}
