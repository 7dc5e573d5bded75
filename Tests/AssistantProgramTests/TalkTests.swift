import Foundation
import TestSupport
import Testing

@Test func chatAnswersEachLineAndObeysCommands() throws {
  let input =
    "Who rules here?\n/temperature 0.5\n/again\n/system Answer in one word.\n/nonsense\n\n/new\n/quit\nnever read\n"
  let result = try finished.run(["chat", "--model", "run/tuned", "--seed", "1"], input: input)
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.errors.contains("unknown command") && result.errors.contains("a new talk begins"))
  #expect(result.errors.contains("Answer in one word."))
  let again = try finished.run(["chat", "--model", "run/tuned", "--seed", "1"], input: input)
  #expect(again.output == result.output)
}

/// The run's own filters stand between the user and the model.
@Test func chatSaysWhenAFilterActed() throws {
  let result = try finished.run(
    ["chat", "--model", "run", "--seed", "1"], input: "Tell me about pirates.\n")
  #expect(result.status == 0 && result.output.contains("I do not talk about that."), "\(result)")
  #expect(result.errors.contains("the input filter acted"))
}

@Test func aQuestionThatDoesNotFitEndsNothing() throws {
  let long = String(repeating: "What is the capital? ", count: 60)
  let result = try finished.run(["chat", "--model", "run/tuned", "--seed", "1"], input: "\(long)\nWho?\n")
  #expect(result.status == 0 && result.errors.contains("too many"), "\(result)")
}

@Test func aModelThatCannotChatIsRefused() throws {
  let program = try Program()
  defer { program.remove() }
  let missing = try program("chat", "--model", "nowhere")
  #expect(missing.status == 66, "\(missing.errors)")
  let none = try program("chat")
  #expect(none.status == 66 && none.errors.contains("no run of assistant"), "\(none.errors)")
}

@Test func evaluateMarksTests() throws {
  let program = try Program("grammar")
  defer { program.remove() }
  let made = try program.run([
    "conversations", "--countries", "4", "--gaps", "1", "--characters", "100000", "--examples", "120", "--tests", "6",
    "--preferences", "24", "--out", "talks", "--quiet",
  ])
  #expect(made.status == 0, "\(made.errors)")
  let tests = ["trained", "unknown"].map { program.file("talks/test-\($0).jsonl").path }
  let result = try finished.run(["evaluate"] + tests + ["--model", "run", "--json"])
  #expect(result.status == 0, "\(result.errors)")
  let rows = try #require(object(result.output)["tests"] as? [[String: Any]])
  #expect(rows.compactMap { $0["test"] as? String } == ["trained", "unknown"])
  for row in rows { #expect((0...1).contains(row["exact"] as? Double ?? -1)) }
  let table = try finished.run(["evaluate"] + tests + ["--model", "run"])
  #expect(table.output.contains("does not know"))
  // Conversations without marks are no tests.
  try program.write(
    #"{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}"#, to: "plain.jsonl")
  let plain = try finished.run(["evaluate", program.file("plain.jsonl").path, "--model", "run"])
  #expect(plain.status == 65 && plain.errors.contains("line 1"), "\(plain.errors)")
}

@Test func serveAnswersUntilItIsInterrupted() throws {
  let running = try finished.start(["serve", "--model", "run", "--port", "0"])
  running.reaches { (try? running.outputSoFar)?.contains("\n") ?? false }
  let url = try #require(URL(string: try running.outputSoFar.trimmingCharacters(in: .newlines)))
  #expect(url.host == "127.0.0.1")
  let port = try #require(url.port)
  func response(_ request: String) throws -> String {
    let client = try TestClient(port: port)
    client.say(request)
    return client.hear()
  }
  let page = try response("GET / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
  for stage in ["pretrained", "tuned", "dpo", "ppo"] { #expect(page.contains("\"\(stage)\""), "\(stage)") }
  // The last stage, behind the filters of the run.
  let declined = try response(question("Tell me about pirates.", stage: 3, port: port))
  #expect(declined.contains("I do not talk about that.") && declined.contains("the input filter acted"), "\(declined)")
  let answer = try response(question("Who rules it?", stage: 1, port: port))
  #expect(answer.contains(#"{"done":true"#), "\(answer)")
  _ = running.kill(SIGINT)
  #expect(try running.wait().status == 0)
}

@Test func theFrontierComparesMethodsAndIsDrawn() throws {
  let result = try finished.run(["frontier", "run", "--rounds", "1", "--few", "8", "--quiet", "--json"])
  #expect(result.status == 0, "\(result.errors)")
  let points = try #require(object(result.output)["points"] as? [[String: Any]])
  let methods = Set(points.compactMap { $0["method"] as? String })
  #expect(
    methods
      == ["best of n", "DPO", "PPO", "GRPO", "REINFORCE", "rejection sampling", "PPO, few pairs"], "\(methods)")
  for point in points {
    #expect((point["divergence"] as? Double ?? -1) >= -1e-6 && (point["reward"] as? Double ?? 9) <= 3, "\(point)")
  }
  let picture = try finished.text("run/frontier.svg")
  #expect(picture.hasPrefix("<svg") && picture.contains("gold reward"))
}

@Test func labelSavesEachChoiceAndGoesOn() throws {
  let program = try Program()
  defer { program.remove() }
  let questions = (0..<5).map { #"{"messages": [{"role": "user", "content": "Who rules country \#($0)?"}]}"# }
  try program.write(questions.joined(separator: "\n"), to: "questions.jsonl")
  let model = finished.file("run/tuned").path
  func label(_ options: [String], _ input: String) throws -> Program.Result {
    try program.run(["label", "questions.jsonl", "--model", model, "--temperature", "2"] + options, input: input)
  }
  let first = try label([], "1\nwhat\n2\n/quit\n")
  #expect(first.status == 0 && first.output.contains("2 preferences"), "\(first)")
  #expect(first.errors.contains("Type 1, 2"))
  let lines = try program.text("preferences.jsonl")
  #expect(lines.split(separator: "\n").count == 2)
  #expect(try label([], "1\n").status == 73)
  // Skipped questions are asked again, and others are not.
  let second = try label(["--resume"], "\n1\n1\n")
  #expect(
    second.status == 0 && second.output.contains("country 2") && !second.output.contains("country 0"), "\(second)")
  #expect(try program.text("preferences.jsonl").hasPrefix(lines))
  #expect(try program.text("preferences.jsonl").split(separator: "\n").count == 4)
  // A file that is replaced keeps its lines until the first choice.
  #expect(try label(["--overwrite"], "/quit\n").status == 0)
  #expect(try program.text("preferences.jsonl").split(separator: "\n").count == 4)
  #expect(try label(["--overwrite"], "2\n").status == 0)
  #expect(try program.text("preferences.jsonl").split(separator: "\n").count == 1)
}
