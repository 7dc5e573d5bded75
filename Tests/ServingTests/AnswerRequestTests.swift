import Conversations
import TestSupport
import Testing

@testable import Serving

struct AnswerRequestTests {
  private func request(_ body: String) throws -> AnswerRequest { try AnswerRequest(Array(body.utf8), stageCount: 2) }

  /// A body with these turns, or with other texts in place of its parts.
  private func body(
    _ turns: String = #"[{"role":"user","content":"a"}]"#, stage: String = "1", temperature: String = "0.5",
    seed: String = "7"
  ) -> String {
    #"{"stage":\#(stage),"turns":\#(turns),"temperature":\#(temperature),"seed":\#(seed)}"#
  }

  private func message(_ body: String) -> String {
    do {
      _ = try request(body)
      return ""
    } catch {
      guard let refusal = error as? Refusal, refusal.status == .badRequest else { return "\(error)" }
      return refusal.message
    }
  }

  @Test func aRequestIsRead() throws {
    let turns = #"[{"role":"system","content":"s"},{"role":"user","content":"ä\n"}]"#
    let request = try request(body(turns, seed: "18446744073709551615"))
    #expect(request.turns == [Turn(.system, "s"), Turn(.user, "ä\n")] && request.stage == 1)
    #expect(request.temperature == 0.5 && request.seed == .max)
    #expect(try self.request(body(temperature: "0")).temperature == 0)
  }

  @Test func wrongRequestsAreExplained() {
    let cases: [(String, String)] = [
      ("", "the body is not valid JSON"), ("{", "the body is not valid JSON"), ("[]", "the body is not a JSON object"),
      ("7", "the body is not a JSON object"), ("{}", "stage is missing"),
      (body(stage: "2"), "there is no stage 2; the stages are 0 to 1"),
      (body(stage: "-1"), "there is no stage -1; the stages are 0 to 1"),
      (body(stage: "\"1\""), "stage has the wrong type"), (body(seed: "-1"), "seed has an impossible value"),
      (body(seed: "1.5"), "seed has an impossible value"),
      (body(temperature: "null"), "temperature has the wrong type"),
      (body(temperature: "-0.1"), "the temperature must be a number from 0 to 3e38"),
      (body(temperature: "1e300"), "the temperature must be a number from 0 to 3e38"),
      (body("{}"), "turns has the wrong type"), (body("[]"), "message 1: there are no messages"),
      (body(#"[{"role":"robot","content":"a"}]"#), "turns[0].role has an impossible value"),
      (body(#"[{"role":"user"}]"#), "turns[0].content is missing"),
      (body(#"[{"role":"user","content":" "}]"#), "message 1: the user's text is empty"),
      (body(#"[{"role":"assistant","content":"a"}]"#), "message 1: the assistant speaks where the user should"),
      (
        body(#"[{"role":"user","content":"a"},{"role":"user","content":"b"}]"#),
        "message 2: the user speaks where the assistant should"
      ),
      (
        body(#"[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]"#),
        "message 2: the last message must be the user's"
      ),
      (body(#"[{"role":"system","content":"a"}]"#), "message 1: no user speaks"),
    ]
    for (body, expected) in cases { #expect(message(body) == expected, "\(body)") }
    #expect(message(body()) == "")
    // Numbers beyond all bounds, and brackets within brackets, are refused in whatever words.
    for body in [body(temperature: "1e999"), body(seed: "1e300"), body(stage: "1e18")] { #expect(message(body) != "") }
    #expect(message(String(repeating: "[", count: 200_000)) != "")
    #expect((try? AnswerRequest([0xFF, 0xFE], stageCount: 1)) == nil)
  }

  /// Bytes that are changed and left out at random are read or refused, and never trap.
  @Test func mutatedBodiesNeverTrap() {
    // Most of it is text, so many of the changed bodies are right.
    let text = String(repeating: "a\u{E4} \\n\\u00e4", count: 10)
    let start = Array(body(#"[{"role":"user","content":"\#(text)"}]"#).utf8)
    let bytes: [UInt8] = Array("{}[]\":,\\0919eE.-+ntu ".utf8) + [0xFF, 0x80, 0]
    var random = RandomValues(seed: 4), (read, refused) = (0, 0)
    for _ in 0..<4000 {
      var body = start
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let i = Int.random(in: 0..<body.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: body[i] = bytes[Int.random(in: 0..<bytes.count, using: &random)]
        case 1: body.remove(at: i)
        default: body.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: i)
        }
      }
      do {
        let request = try AnswerRequest(body, stageCount: 2)
        #expect((0..<2).contains(request.stage) && request.turns.last?.role == .user)
        read += 1
      } catch {
        #expect(error is Refusal)
        refused += 1
      }
    }
    #expect(read > 500 && refused > 1000)
  }
}
