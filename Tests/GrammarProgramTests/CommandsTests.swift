import Foundation
import Testing
import TestSupport

@Test func theCommandInTheDataReadmeReproducesTheGeneratedText() throws {
  let program = try Program()
  defer { program.remove() }
  let result = try program("generate", "--characters", "1000000", "--seed", "1337", "--out", "generated.txt")
  #expect(result.status == 0, "\(result.errors)")
  #expect(try Data(contentsOf: program.file("generated.txt")) == Data(contentsOf: data("generated.txt")))
}

@Test func theFloorOfAGeneratedTextEqualsTheBitsDrawn() throws {
  let program = try Program()
  defer { program.remove() }
  for seed in ["1", "2"] {
    let drawn = try object(
      program("generate", "--characters", "30000", "--seed", seed, "--out", "\(seed).txt", "--json").output)
    #expect(drawn["out"] as? String == "\(seed).txt" && drawn["seed"] as? Int == Int(seed))
    let read = try object(program("floor", "\(seed).txt", "--json").output)
    for name in ["bits", "bits_per_character", "nats_per_character", "characters", "stories"] {
      let (one, other) = (try #require(drawn[name] as? Double), try #require(read[name] as? Double))
      #expect(abs(one - other) <= 1e-10 * one, "\(name)")
    }
  }
}

@Test func theFloorOfTheValidationSplitCoversTheLastCharacters() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program("generate", "--characters", "20000", "--out", "text.txt")
  func floor(_ share: String) throws -> [String: Double] {
    try program("floor", "text.txt", "--validation", share).figures
  }
  let (tenth, most, none) = (try floor("0.1"), try floor("0.9999"), try floor("0"))
  let characters = try #require(tenth["characters"]), whole = try #require(tenth["bits_per_character"])
  #expect(try #require(tenth["validation_characters"]) == characters - (0.9 * characters).rounded(.down))
  #expect(abs(try #require(tenth["validation_bits_per_character"]) - whole) < 0.1)
  // All except the first characters: the whole text minus the cost of these.
  #expect(abs(try #require(most["validation_bits_per_character"]) - whole) < 0.01)
  #expect(none["validation_characters"] == nil && none["bits_per_character"] == whole)
  let nats = try #require(tenth["validation_nats_per_character"]),
    bits = try #require(tenth["validation_bits_per_character"])
  #expect(abs(nats - bits * log(2)) < 1e-5)
}

@Test func entropyMatchesThatOfALongText() throws {
  let program = try Program()
  defer { program.remove() }
  let figures = try program("entropy").figures, floor = try program("floor", data("generated.txt").path).figures
  let expected = try #require(figures["bits_per_character"])
  #expect(abs(try #require(floor["bits_per_character"]) - expected) < 0.005 * expected)
  #expect(abs(try #require(figures["bits_per_story"]) / #require(figures["characters_per_story"]) - expected) < 1e-5)
  let json = try object(program("entropy", "--json").output)
  #expect(abs(try #require(json["bits_per_character"] as? Double) - expected) < 1e-5)
}

@Test func generateWritesToStandardOutputWithoutAFile() throws {
  let program = try Program()
  defer { program.remove() }
  let text = try program("generate", "--characters", "1", "--seed", "7")
  #expect(text.status == 0 && text.output.hasSuffix(".\n\n") && text.output.split(separator: "\n").count == 3)
  #expect(try program("generate", "--characters", "1", "--seed", "8").output != text.output)
}

@Test func aLongTextIsTheSameInAFileAndOnStandardOutput() throws {
  let program = try Program()
  defer { program.remove() }
  // Longer than the chunks in which it is written.
  let command = ["generate", "--characters", "200000", "--seed", "3"]
  let text = try program.run(command).output
  #expect(text.utf8.count >= 200_000)
  let figures = try program.run(command + ["--out", "text.txt"]).figures
  #expect(try program.text("text.txt") == text)
  #expect(figures["characters"] == Double(text.unicodeScalars.count))
}

@Test func aValidationSplitOfLessThanACharacterHasNoFloor() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program("generate", "--characters", "2000", "--out", "text.txt")
  let result = try program("floor", "text.txt", "--validation", "1e-30")
  #expect(result.status == 0 && result.figures["characters"] != nil && !result.output.contains("validation"))
}

@Test func aChangedTextIsRefusedWithItsLine() throws {
  let program = try Program()
  defer { program.remove() }
  _ = try program("generate", "--characters", "5000", "--out", "text.txt")
  var lines = try program.text("text.txt").components(separatedBy: "\n")
  lines[9] = lines[9].replacingOccurrences(of: " and ", with: " but ")
  try program.write(lines.joined(separator: "\n"), to: "text.txt")
  try program.expectRefusal(WrongCommand("floor text.txt", 65, "text.txt", "line 10", "cannot continue"))
}

@Test func generateReplacesAFileOnlyIfAsked() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write("kept", to: "text.txt")
  let result = try program("generate", "--characters", "100", "--out", "text.txt")
  #expect(result.status == 73 && result.errors.contains("already exists") && result.errors.contains("--overwrite"))
  #expect(try program.text("text.txt") == "kept")
  #expect(try program("generate", "--characters", "100", "--out", "text.txt", "--overwrite").status == 0)
  #expect(try program.text("text.txt") != "kept")
}

@Test func generateSuggestsWhatToDoWithTheFileUnlessItIsQuiet() throws {
  let program = try Program()
  defer { program.remove() }
  let command = ["generate", "--characters", "100", "--out", "my tales.txt"]
  #expect(try program.run(command).errors.contains("Next:  swift run ladder run \"my tales.txt\"\n"))
  let quiet = try program.run(command + ["--overwrite", "--quiet"])
  #expect(quiet.errors.isEmpty && quiet.figures["stories"] == 1)
}

@Test func aHyphenMeansStandardOutput() throws {
  let program = try Program()
  defer { program.remove() }
  let text = try program("generate", "--characters", "100", "--out", "-")
  #expect(try text.status == 0 && text.output == program("generate", "--characters", "100").output)
  #expect(try program.contents().isEmpty)
}

/// Its advice for bytes that are not UTF-8 works, though no such text is a story.
@Test func floorAcceptsLossy() throws {
  let program = try Program()
  defer { program.remove() }
  try (Data("Once ".utf8) + Data([0xFF])).write(to: program.file("bytes.txt"))
  try program.expectRefusal(WrongCommand("floor bytes.txt --lossy --quiet", 65, "bytes.txt", "not a story"))
  _ = try program("generate", "--characters", "100", "--out", "text.txt", "--quiet")
  #expect(try program("floor", "text.txt", "--lossy", "--quiet").figures["stories"] == 1)
}

@Test(arguments: ["generate", "entropy", "floor"])
func everyCommandCanBeQuietAndPrintJSON(command: String) throws {
  let program = try Program()
  defer { program.remove() }
  let help = try program(command, "--help").output
  #expect(help.contains("--quiet") && help.contains("--json"))
}

@Test func aSignalStopsGenerateAndLeavesNothing() throws {
  let program = try Program()
  defer { program.remove() }
  let running = try program.start(["generate", "--characters", "1000000000", "--out", "long.txt"])
  #expect(running.reaches { (try? program.contents().contains("long.txt.partial")) == true })
  #expect(running.kill(SIGINT))
  let result = try running.wait()
  #expect(result.status == 130 && result.errors.contains("long.txt"), "\(result.errors)")
  #expect(try program.contents().isEmpty)
}

@Test(arguments: [
  WrongCommand("floor nowhere.txt", 66, "nowhere.txt"), WrongCommand("floor", 64, "FILE"),
  WrongCommand("floor other.txt", 65, "other.txt", "line 1, column 1"), WrongCommand("floor empty.txt", 65, "empty"),
  WrongCommand("floor other.txt --validation 1", 64, "--validation"),
  WrongCommand("generate --characters 0", 64, "--characters"), WrongCommand("generate --json", 64, "--out"),
  WrongCommand("generate --out /proc/new", 73, "/proc/new"), WrongCommand("entrpy", 64, "entropy"),
  WrongCommand("generate new.txt", 64, "--out new.txt"), WrongCommand("other.txt", 64, "grammar floor other.txt"),
  WrongCommand("floor latin.txt", 65, "latin.txt", "--lossy"),
])
func mistakesGetAClearMessage(_ command: WrongCommand) throws {
  let program = try Program()
  defer { program.remove() }
  try program.write("Quite another text.\n", to: "other.txt")
  try program.write("", to: "empty.txt")
  try Data([0x41, 0xFF]).write(to: program.file("latin.txt"))
  try program.expectRefusal(command)
}
