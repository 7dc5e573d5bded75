import Files
import TestSupport
import Testing

@testable import Console

private let layerOption = Option("layers", default: 4, help: "how many", in: 1...)
private let rateOption = Option("learning-rate", default: 1e-3, help: "how fast", in: 0...)
private let nameOption = Option<String>.optional("name", help: "what")
private let noBias = Flag("no-bias", help: "none")
private let lossy = Flag("lossy", help: "replace")
private let fileArgument = Argument("FILE", help: "the text")
private let trainCommand = Command(
  "train", summary: "", arguments: [fileArgument],
  options: [
    layerOption.formerly("blocks"), rateOption, nameOption, noBias, lossy, CommonOptions.threads, CommonOptions.config,
  ]
) { _ in }

private func configured(_ json: String, _ words: String...) throws -> Parsed {
  try withFile(json.utf8) { try trainCommand.parse(words + ["--config", $0], program: "p") }
}

@Test func aConfigurationSetsOptionsByTheirNames() throws {
  let parsed = try configured(
    #"{"layers": 6, "learning_rate": 3e-3, "name": "a b", "bias": false, "lossy": true, "text": "tales.txt"}"#)
  #expect(
    parsed[layerOption] == 6 && parsed[rateOption] == 3e-3 && parsed[nameOption] == "a b" && parsed[noBias]
      && parsed[lossy])
  #expect(parsed[fileArgument] == "tales.txt")
}

@Test func theCommandLineComesBeforeTheConfiguration() throws {
  let parsed = try configured(#"{"layers": 6, "text": "a.txt"}"#, "b.txt", "--layers", "2")
  #expect(parsed[layerOption] == 2 && parsed[fileArgument] == "b.txt")
}

@Test func theRecordOfARunMayGroupItsSettingsAndTellMore() throws {
  let parsed = try configured(
    #"""
    {"program": "p 1", "model": {"layers": 6, "activation": "gelu", "bias": true}, "text": {"path": "t.txt", "bytes": 3},
     "threads": 64, "name": null, "lossy": false}
    """#)
  #expect(
    parsed[layerOption] == 6 && !parsed[noBias] && !parsed[lossy] && parsed[nameOption] == nil
      && parsed[fileArgument] == "t.txt")
  // A run on a machine with more cores.
  #expect(parsed[CommonOptions.threads] == nil)
}

@Test func formerNamesWorkInAConfigurationToo() throws {
  #expect(try configured(#"{"blocks": 3, "text": "t"}"#)[layerOption] == 3)
}

@Test(arguments: [
  (#"{"layer": 6}"#, #""layer" is no option of train"#),
  (#"{"layers": true}"#, #""layers" must be a number or a text"#),
  (#"{"layers": [6]}"#, #""layers" must be a number or a text"#), (#"{"layers": 0}"#, "at least 1, not \"0\""),
  (#"{"lossy": 1}"#, #""lossy" must be true or false"#), ("[]", "is not a JSON object"), ("{", "is not a JSON object"),
])
func faultsOfAConfigurationAreNamed(json: String, message: String) {
  let problem = #expect(throws: Problem.self) { try configured(json, "t.txt") }
  #expect(problem?.kind == .badData && problem?.message.contains(message) == true, "\(problem?.message ?? "")")
}
