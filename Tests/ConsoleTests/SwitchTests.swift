import Files
import TestSupport
import Testing

@testable import Console

private let bias = Option<Switch>.optional("bias", help: "give linear layers biases")
private let gated = Option("gated", default: Switch.off, help: "gate feed-forward layers")
private let count = Option("layers", default: 4, help: "how many")
private let command = Command(
  "train", summary: "train", options: [bias, gated, count, CommonOptions.config]
) { _ in }

private func parsed(_ words: String...) throws -> Parsed { try command.parse(words, program: "p") }

private func configured(_ json: String, _ words: String...) throws -> Parsed {
  try withFile(json.utf8) { try command.parse(words + ["--config", $0], program: "p") }
}

private func refusal(_ words: String...) -> [String] {
  do {
    _ = try command.parse(words, program: "p")
    return []
  } catch let problem as Problem {
    return [problem.message] + (problem.suggestion.map { [$0] } ?? [])
  } catch {
    return ["no problem: \(error)"]
  }
}

@Test func aSwitchIsOnOrOffOrAsItsDefaultSays() throws {
  #expect(try parsed("--bias", "on")[bias]?.isOn == true)
  #expect(try parsed("--bias=off")[bias]?.isOn == false)
  #expect(try parsed()[bias] == nil)
  #expect(try parsed()[gated] == .off)
  #expect(try parsed("--gated", "on", "--layers", "2")[gated] == .on)
  #expect(Switch(true) == .on && Switch(false) == .off)
}

@Test func theNegatedFormTurnsASwitchOff() throws {
  let result = try parsed("--no-bias", "--layers", "2")
  #expect(result[bias] == .off && result[count] == 2)
  #expect(result.isGiven(bias) && !result.isGiven(gated))
  // It takes no value: the next word is not its own.
  #expect(refusal("--no-bias", "on").first == "unexpected argument \"on\"")
}

@Test func onlySwitchesHaveANegatedForm() {
  #expect(refusal("--no-layers").first == "unknown option \"--no-layers\"")
  #expect(refusal("--no-bias=on").first == "--no-bias takes no value")
  #expect(refusal("--no-").first == "unknown option \"--no-\"")
}

@Test(arguments: [["--bias", "on", "--no-bias"], ["--no-bias", "--bias", "on"], ["--no-bias", "--no-bias"]])
func aSwitchIsGivenOnce(words: [String]) {
  let problem = #expect(throws: Problem.self) { try command.parse(words, program: "p") }
  #expect(problem?.kind == .usage && problem?.message == "--bias is given twice")
}

@Test(arguments: ["yes", "true", "1", "On", ""]) func otherWordsAreNoValueOfASwitch(word: String) {
  #expect(refusal("--bias=\(word)").first == "--bias needs one of on or off, not \"\(word)\"")
}

@Test func helpShowsTheValuesOfASwitch() {
  let help = command.help(program: "p")
  #expect(help.contains("--bias on|off   give linear layers biases (on or off)\n"), "\(help)")
  #expect(help.contains("--gated on|off  gate feed-forward layers (on or off; default: off)\n"), "\(help)")
}

// MARK: In a configuration

@Test func booleansOfAConfigurationSetSwitches() throws {
  let parsed = try configured(#"{"bias": false, "gated": true}"#)
  #expect(parsed[bias] == .off && parsed[gated] == .on)
  let words = try configured(#"{"bias": "on", "gated": "off"}"#)
  #expect(words[bias] == .on && words[gated] == .off)
  #expect(try configured(#"{"bias": null}"#)[bias] == nil)
}

@Test func theCommandLineTurnsASwitchOfAConfigurationTheOtherWay() throws {
  #expect(try configured(#"{"bias": true}"#, "--no-bias")[bias] == .off)
  #expect(try configured(#"{"bias": false}"#, "--bias", "on")[bias] == .on)
}

@Test(arguments: [
  (#"{"bias": 1}"#, #"--bias needs one of on or off, not "1""#),
  (#"{"bias": "yes"}"#, #"--bias needs one of on or off, not "yes""#),
  (#"{"bias": [true]}"#, #""bias" must be a number or a text"#),
  (#"{"layers": false}"#, #""layers" must be a number or a text"#),
  (#"{"no_bias": true}"#, #""no_bias" is no option of train"#),
])
func faultsOfSwitchesInAConfigurationAreNamed(json: String, message: String) {
  let problem = #expect(throws: Problem.self) { try configured(json) }
  #expect(problem?.kind == .badData && problem?.message.contains(message) == true, "\(problem?.message ?? "")")
}
