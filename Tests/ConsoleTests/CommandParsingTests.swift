import Files
import Testing

@testable import Console

@Test func aValueCanFollowAnEqualsSign() throws {
  #expect(try parse("a.txt", "--layers=7")[layers] == 7)
  #expect(try parse("a.txt", "--prompt=a=b")[prompt] == "a=b")
  #expect(try parse("a.txt", "--prompt=--steps")[prompt] == "--steps")
  #expect(try parse("a.txt", "--prompt=")[prompt] == "")
}

@Test func optionsCanComeBeforeOrAfterTheArguments() throws {
  for words in [["--layers", "7", "--json", "a", "b"], ["a", "--layers", "7", "b", "--json"]] {
    let parsed = try train.parse(words, program: "char-gpt")
    #expect(parsed[layers] == 7)
    #expect(parsed[json])
    #expect(parsed[file] == "a")
    #expect(parsed[other] == "b")
  }
}

@Test func aValueCanBeginWithOneHyphen() throws {
  #expect(try parse("a.txt", "--shift", "-3")[shift] == -3)
  #expect(try parse("a.txt", "--prompt", "- a list")[prompt] == "- a list")
  #expect(complaint("--layers", "-3") == ["--layers needs a whole number from 1 to 24, not \"-3\""])
}

@Test func argumentsCanBeNegativeNumbersOrALoneHyphen() throws {
  #expect(try parse("-3")[file] == "-3")
  #expect(try parse("-1e-3")[file] == "-1e-3")
  #expect(try parse("-")[file] == "-")
}

@Test func twoHyphensEndTheOptions() throws {
  let parsed = try parse("--layers", "7", "--", "--json", "--")
  #expect(parsed[file] == "--json")
  #expect(parsed[other] == "--")
  #expect(!parsed[json])
}

@Test func anUnknownOptionSuggestsTheNearestRealOne() {
  #expect(complaint("--layrs", "3") == ["unknown option \"--layrs\"", "Did you mean --layers?"])
  #expect(complaint("--layrs=3") == ["unknown option \"--layrs\"", "Did you mean --layers?"])
  #expect(complaint("-layers", "3") == ["unknown option \"-layers\"", "Did you mean --layers?"])
  #expect(complaint("--learning_rate", "3").last == "Did you mean --learning-rate?")
  #expect(complaint("--hlep") == ["unknown option \"--hlep\"", "Did you mean --help?"])
  #expect(complaint("--color") == ["unknown option \"--color\"", "See char-gpt train --help"])
  #expect(complaint("-x") == ["unknown option \"-x\"", "See char-gpt train --help"])
}

@Test func anOptionGivenTwiceIsRejected() {
  #expect(complaint("--layers", "3", "--layers=3") == ["--layers is given twice"])
  #expect(complaint("--json", "--json") == ["--json is given twice"])
}

@Test func aMissingValueIsReported() {
  #expect(complaint("--layers") == ["--layers needs a value: --layers N"])
  #expect(
    complaint("--prompt", "--steps", "3") == [
      "--prompt needs a value: --prompt TEXT",
      "If the value begins with hyphens, write --prompt=TEXT.",
    ])
  #expect(complaint("--layers", "--").first == "--layers needs a value: --layers N")
}

@Test func aFlagTakesNoValue() {
  #expect(complaint("--json=yes") == ["--json takes no value"])
  #expect(complaint("--json=") == ["--json takes no value"])
}

@Test func tooManyOrTooFewArgumentsShowTheUsage() {
  #expect(
    complaint("b", "c", "d") == ["unexpected argument \"c\"", "Usage: char-gpt train FILE [OTHER]"])
  #expect(
    throws: Problem(
      .usage, "FILE is missing: the training text", suggestion: "Usage: char-gpt train FILE [OTHER]")
  ) { try parse("--layers", "3") }
}

@Test func userInputIsShownOnOneShortLine() {
  let text = "-a\nb" + String(repeating: "c", count: 100)
  let shown = "\"-a\\nb" + String(repeating: "c", count: 53) + "...\""
  #expect(complaint(text).first == "unknown option \(shown)")
}

@Test func helpIsRecognizedAnywhereBeforeTwoHyphens() {
  #expect(Command.asksForHelp(["a", "--bogus", "--help"]))
  #expect(Command.asksForHelp(["-h"]))
  #expect(!Command.asksForHelp(["--", "--help"]))
  #expect(!Command.asksForHelp(["help", "--prompt=-h"]))
}

@Test(arguments: ["DIR", "FILE"]) func aPathMustNotBeEmpty(placeholder: String) throws {
  let out = Option<String>.optional("out", help: "where to write", placeholder: placeholder)
  let from = Option("from", default: "here", help: "where to read", placeholder: placeholder)
  let command = Command("copy", summary: "copy a file", options: [out, from]) { _ in }
  for words in [["--out", ""], ["--out="], ["--from", "", "--out", "x"], ["--from="]] {
    let name = words[0].prefix { $0 != "=" }
    #expect(throws: Problem(.usage, "\(name) must not be empty")) { try command.parse(words, program: "char-gpt") }
  }
  #expect(try command.parse(["--out", " "], program: "char-gpt")[out] == " ")
}

@Test(arguments: ["FILE", "FOLDER"]) func aPathArgumentMustNotBeEmpty(name: String) throws {
  let first = Argument(name, help: "what to read"), more = Argument.repeated("TEXT", help: "what to look for")
  let command = Command("find", summary: "look for texts", arguments: [first, more]) { _ in }
  #expect(throws: Problem(.usage, "\(name) must not be empty", suggestion: "Usage: p find \(name) TEXT ...")) {
    try command.parse(["", "x"], program: "p")
  }
  #expect(try command.parse(["x", "", "y"], program: "p")[more] == ["", "y"])
  let files = Argument.repeated(name, help: "what to read")
  let reading = Command("count", summary: "count words", arguments: [files]) { _ in }
  #expect(throws: Problem.self) { try reading.parse(["x", ""], program: "p") }
}
