import Files
import TestSupport
import Testing

@testable import Conversations

struct ConversationFilesTests {
  private static let question = #"{"role": "user", "content": "Who rules Ardova?"}"#
  private static let answer = #"{"role": "assistant", "content": "Queen Osra."}"#

  private static func line(_ messages: String...) -> String { #"{"messages": [\#(messages.joined(separator: ", "))]}"# }

  @Test func whatIsWrittenIsReadBack() throws {
    let conversations = [
      Conversation([Turn(.user, "Who?\n\"You\" \u{1F410}"), Turn(.assistant, "<|end|> is a text.")]),
      Conversation([
        Turn(.system, "Be short."), Turn(.user, "a"), Turn(.assistant, "b"), Turn(.user, "c"), Turn(.assistant, "d"),
      ]),
    ]
    let text = try conversations.map { try $0.line() }.joined()
    #expect(text.split(separator: "\n").count == 2)
    try withFile(text.utf8) { path in
      let read = try Conversation.read(path)
      #expect(read == conversations)
    }
  }

  @Test func emptyLinesAndOtherEntriesAreIgnored() throws {
    let text = "\n\(Self.line(Self.question, Self.answer).dropLast()), \"id\": 3}\r\n  \n"
    try withFile(text.utf8) {
      let read = try Conversation.read($0)
      #expect(read.count == 1 && read[0].answer == "Queen Osra." && read[0].prompt.count == 1)
    }
  }

  @Test(arguments: [
    (#"{"content": "a"}"#, "message 1 has no role"), (#"{"role": 3, "content": "a"}"#, "message 1 has no role"),
    (#"{"role": "tool", "content": "a"}"#, #"the unknown role "tool""#),
    (#"{"role": "user"}"#, "message 1 has no content"),
    (#"{"role": "user", "content": null}"#, "message 1 has no content"), ("3", "message 1 has no role"),
    (#"{"role": "assistant", "content": "a"}"#, "message 1: the assistant speaks where the user should"),
    (#"{"role": "user", "content": " \n"}"#, "message 1: the user's text is empty"),
    (question + #", {"role": "assistant", "content": ""}"#, "message 2: the answer is empty"),
    (question + ", " + question, "message 2: the user speaks where the assistant should"),
    (question + #", {"role": "system", "content": "a"}"#, "message 2: a system text can only come first"),
    (question, "message 1: the last message has no answer"),
    (#"{"role": "system", "content": "a"}"#, "message 1: no user speaks"), ("", "no list of \"messages\""),
  ])
  func mistakesAreRefusedWithTheirLine(messages: String, complaint: String) throws {
    let good = Self.line(Self.question, Self.answer)
    try withFile("\(good)\n\n\(Self.line(messages))\n\(good)\n".utf8) { path in
      let found = try problem(.badData) { _ = try Conversation.read(path) }
      #expect(found.message.hasPrefix("\(path): line 3: ") && found.message.contains(complaint), "\(found.message)")
    }
  }

  @Test(arguments: ["{", "[]", "3", "{\"messages\": 3}", "{}", "\u{FEFF}x"])
  func linesThatAreNoConversationAreRefused(line: String) throws {
    try withFile(line.utf8) { path in
      let found = try problem(.badData) { _ = try Conversation.read(path) }
      #expect(found.message.contains("line 1"))
    }
  }

  @Test func bytesThatAreNotUTF8AreRefused() throws {
    try withFile([0x7B, 0x22, 0xFF, 0x22, 0x7D]) { path in
      let found = try problem(.badData) { _ = try Conversation.read(path) }
      #expect(found.message.contains("line 1 is not UTF-8"))
    }
    try withFile([]) { path in _ = try problem(.badData) { _ = try Conversation.read(path) } }
  }

  @Test func promptsNeedNoAnswer() throws {
    try withFile(Self.line(Self.question).utf8) {
      let read = try Conversation.read($0, needsAnswers: false)
      #expect(read[0].answer == nil && read[0].prompt == read[0].turns)
    }
  }
}
