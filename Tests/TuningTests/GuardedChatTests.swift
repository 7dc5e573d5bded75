import Conversations
import Files
import Numerics
import Safeguards
import Testing
import Tuning

struct GuardedChatTests {
  private func chat(input: [SafeguardPolicy.Filter], output: [SafeguardPolicy.Filter], subjects: [String: [String]])
    throws
    -> GuardedChat
  {
    let policy = SafeguardPolicy(subjects: subjects, input: input, output: output, declined: "no.")
    return GuardedChat(try toyChat(), try Safeguards(policy))
  }

  @Test func aForbiddenQuestionNeverReachesTheModel() throws {
    let chat = try chat(input: [.words], output: [], subjects: ["doors": ["where"]])
    var generator = RandomGenerator(seed: 1), pieces: [String] = []
    let reply = try chat.answer([Turn(.user, "where?")], using: &generator) {
      pieces.append($0)
      return true
    }
    #expect(reply.text == "no." && pieces == ["no."])
    #expect(reply.remark?.hasPrefix("the input filter acted: words") == true, "\(reply)")
    #expect(try chat.answer([Turn(.user, "who?")], using: &generator).remark == nil)
  }

  /// Everything that the random model can write is a word of the subject.
  @Test func aForbiddenAnswerIsNotShownInPart() throws {
    var generator = RandomGenerator(seed: 1)
    let plain = GuardedChat(try toyChat(), nil)
    let text = try plain.answer([Turn(.user, "who?")], using: &generator).text
    let words = text.split { !$0.isLetter }.map(String.init)
    try #require(!words.isEmpty)
    let guarded = try chat(input: [], output: [.words], subjects: ["it": words])
    var pieces: [String] = []
    let reply = try guarded.answer([Turn(.user, "who?")], using: &generator) {
      pieces.append($0)
      return true
    }
    #expect(reply.text == "no." && pieces == ["no."])
    #expect(reply.remark?.hasPrefix("the output filter acted") == true)
  }

  @Test func missingFiltersAreNoneAndNamedOnesMustBeThere() throws {
    #expect(try GuardedChat(toyChat(), safeguards: nil, besides: "no/such/model").safeguards == nil)
    let problem = #expect(throws: Problem.self) {
      try GuardedChat(toyChat(), safeguards: "no-such-folder", besides: ".")
    }
    #expect(problem?.kind == .missing)
  }
}
