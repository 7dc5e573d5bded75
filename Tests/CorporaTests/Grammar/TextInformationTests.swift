import Files
import Foundation
import Testing

@testable import Corpora

struct TextInformationTests {
  private func information(_ text: String) throws -> Grammar.TextInformation {
    try Grammar.TextInformation(of: text, by: smallGrammar(), path: "some.txt")
  }

  @Test func everyStoryIsReadWithItsInformationInBits() throws {
    let all = enumerate(smallGrammar())
    let information = try information(all.map(\.text).joined())
    #expect(information.stories.count == all.count)
    for (story, (text, probability)) in zip(information.stories, all) {
      #expect(story.range.count == text.utf8.count && abs(story.bits + log2(probability)) < 1e-9)
    }
  }

  @Test func bitsFromAnOffsetAreConditionalOnTheTextBefore() throws {
    let all = enumerate(smallGrammar()), first = all[3].text, second = all[17]
    let information = try information(first + second.text + first)
    for cut in 0...second.text.utf8.count {
      let beginning = second.text.prefix(cut)
      let share = all.reduce(0) { $0 + ($1.text.hasPrefix(beginning) ? $1.probability : 0) }
      let expected = log2(share) - log2(second.probability) + information.stories[2].bits
      #expect(abs(information.bits(from: first.utf8.count + cut) - expected) < 1e-9, "\(cut)")
    }
    #expect(information.bits(from: 0) == information.bits)
  }

  @Test(arguments: [
    ("Ann sees Ben with a cup.\n\nAnn see Ben with a cup.\n\n", ["line 3, column 8", "\"Ann see\"", "\" Ben with"]),
    ("the Coys sees Ann with a cup.\n\n", ["line 1, column 13"]), ("Ann sees Ann", ["line 1, column 10"]),
    ("Ann sees Ben with a cup.\n\nHello", ["line 3, column 1", "no line begins with \"Hello\""]),
    ("Ann sees Ben with a cup\nor", ["line 1, column 24", "the end of the line"]),
    ("Ann sees Ben with a cup.\n", ["line 2", "ends within a story"]), ("Ann sé", ["line 1, column 6"]),
  ])
  func aTextOutsideTheGrammarIsRejectedWithItsLineNumber(text: String, words: [String]) throws {
    let problem = try #require(throws: Problem.self) { try information(text) }
    #expect(problem.kind == .badData && problem.message.hasPrefix("some.txt: "))
    for word in words { #expect(problem.message.contains(word), "\(problem.message)") }
  }

  /// "é" and "ü" have two bytes each and share the first.
  @Test func columnsAreCountedInCharacters() throws {
    let grammar = Grammar(story: "un \(.words("thé"))\n\n")
    let found = try #require(throws: Problem.self) {
      try Grammar.TextInformation(of: "un thé\n\nun thü vert\n", by: grammar, path: "some.txt")
    }
    #expect(
      found.message
        == "some.txt: line 3, column 6: not a story of this grammar: \"un th\" cannot continue with \"ü vert\""
    )
    let later = Grammar(story: "été \(.words("vert"))\n\n")
    let place = try #require(throws: Problem.self) {
      try Grammar.TextInformation(of: "été noir\n\n", by: later, path: "some.txt")
    }
    #expect(place.message.contains("column 5: ") && place.message.contains("\"été \" cannot continue with \"noir\""))
  }

  @Test func aTextWithSeveralDerivationsIsRejected() throws {
    let grammar = Grammar(story: "a \(.choice(["red", "red", "blue"])) cup\n\n")
    _ = try Grammar.TextInformation(of: "a blue cup\n\n", by: grammar, path: "")
    #expect(throws: Problem.self) { try Grammar.TextInformation(of: "a red cup\n\n", by: grammar, path: "") }
    var reader = Grammar.Reader(Array("a red cup\n\n".utf8))
    let readings = reader.readings(of: grammar.story.node, at: 0, Grammar.Values())
    #expect(readings.count == 1 && readings[0].derivations == 2 && abs(readings[0].bits - log2(1.5)) < 1e-12)
  }
}
