import Files
import Foundation
import Testing

@testable import Conversations

/// The questions about the town of `data/tern-valley.txt`.
struct TownQuestionsTests {
  private struct Line: Decodable {
    let source: String
  }

  private static func data(_ name: String) -> String {
    (URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("data/\(name)")).path
  }

  @Test func everyAnswerHasItsPlaceInTheText() throws {
    let conversations = try Conversation.read(Self.data("town-questions.jsonl"))
    let lines = try readFile(Self.data("town-questions.jsonl")).split(separator: UInt8(ascii: "\n"))
    #expect(conversations.count == lines.count && lines.count >= 300)
    let text = String(decoding: try readFile(Self.data("tern-valley.txt")), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for (conversation, line) in zip(conversations, lines) {
      let source = try JSONDecoder().decode(Line.self, from: line).source
      #expect(text.contains(source), "\(source)")
      // The answer shares a word of some length with the place, besides what is in every text.
      let words = Set(source.lowercasedWords), answer = try #require(conversation.answer)
      #expect(answer.lowercasedWords.contains { $0.count >= 4 && words.contains($0) }, "\(answer)")
      #expect(conversation.turns.count == 2 && answer.hasSuffix("."))
    }
    #expect(Set(conversations.map { $0.turns[0].content }).count == conversations.count)
  }
}
