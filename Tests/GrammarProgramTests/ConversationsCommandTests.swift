import Foundation
import Testing
import TestSupport

struct ConversationsCommandTests {
  private static let command = [
    "conversations", "--countries", "8", "--gaps", "2", "--characters", "20000", "--examples", "300", "--tests", "20",
    "--preferences", "50",
  ]
  private static let files: Set = [
    "README.md", "pretraining.txt", "train.jsonl", "preferences.jsonl", "test-preferences.jsonl", "test-trained.jsonl",
    "test-held-out-facts.jsonl", "test-held-out-phrasings.jsonl", "test-held-out-combinations.jsonl",
    "test-unknown.jsonl", "test-gaps.jsonl", "test-forbidden.jsonl",
  ]

  private func names(_ program: Program, _ folder: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: program.file(folder).path))
  }

  @Test func theSameSeedWritesTheSameFiles() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.run(Self.command + ["--out", "new"])
    #expect(result.status == 0 && result.errors.contains("Next:"), "\(result.errors)")
    #expect(result.figures["examples"] == 300 && result.figures["preferences"] == 50)
    #expect(try names(program, "new") == Self.files)
    #expect(try program.run(Self.command + ["--out", "again"]).status == 0)
    for name in Self.files {
      let texts = try ["new", "again"].map { try program.text("\($0)/\(name)") }
      #expect(texts[0] == texts[1] && !texts[0].isEmpty, "\(name)")
    }
    #expect(try program.run(Self.command + ["--out", "other", "--seed", "8", "--quiet"]).errors.isEmpty)
    #expect(try program.text("other/train.jsonl") != program.text("new/train.jsonl"))
  }

  @Test func everyLineIsAnObjectWithItsEntries() throws {
    let program = try Program()
    defer { program.remove() }
    let figures = try object(program.run(Self.command + ["--out", "new", "--json", "--noise", "1"]).output)
    #expect(figures["out"] as? String == "new" && figures["examples"] as? Int == 300)
    let bayes = try #require(figures["bayes_accuracy"] as? Double)
    #expect(bayes > 0.6 && bayes < 0.99)
    let bits = try #require(figures["bits_per_character"] as? Double)
    #expect(bits > 0.1 && bits < 1.5)
    for name in Self.files where name.hasSuffix(".jsonl") {
      for line in try program.text("new/\(name)").split(separator: "\n") {
        let keys = Set(try object(String(line)).keys)
        let expected: Set =
          name.contains("preferences") ? ["prompt", "chosen", "rejected", "margin"] : ["messages", "kind", "check"]
        #expect(keys == expected, "\(name): \(line)")
      }
    }
    #expect(try program.text("new/train.jsonl").split(separator: "\n").count == 300)
  }

  /// The page in the folder has the command that writes the same folder.
  @Test func theReadMeRepeatsTheCommand() throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program.run(Self.command + ["--out", "new"]).status == 0)
    let page = try program.text("new/README.md")
    for name in Self.files where name != "README.md" { #expect(page.contains("`\(name)`"), "\(name)") }
    let lines = try #require(page.firstMatch(of: /swift run grammar ((?:.*\\\n)*.*)\n/)).1
    let arguments = lines.split { $0.isWhitespace || $0 == "\\" }.map(String.init)
    #expect(try program.run(arguments).status == 0, "\(arguments)")
    for name in Self.files {
      #expect(try program.text("conversations/\(name)") == program.text("new/\(name)"), "\(name)")
    }
  }

  @Test func whatExistsIsReplacedOnlyIfAsked() throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program.run(Self.command + ["--out", "new"]).status == 0)
    try program.write("mine", to: "new/notes.txt")
    let before = try program.text("new/train.jsonl")
    let refused = try program.run(Self.command + ["--out", "new", "--seed", "3"])
    #expect(refused.status == 73 && refused.errors.contains("--overwrite"))
    #expect(try program.text("new/train.jsonl") == before)
    #expect(try program.run(Self.command + ["--out", "new", "--seed", "3", "--overwrite"]).status == 0)
    #expect(try program.text("new/train.jsonl") != before && program.text("new/notes.txt") == "mine")
  }

  @Test func aSmallWorldHasNoGaps() throws {
    let program = try Program()
    defer { program.remove() }
    let small = [
      "conversations", "--countries", "2", "--gaps", "0", "--characters", "1", "--examples", "5", "--tests", "3",
      "--preferences", "1",
    ]
    let result = try program.run(small + ["--out", "new", "--noise", "0"])
    #expect(result.status == 0 && result.figures["bayes_accuracy"] == 1, "\(result.errors)")
    #expect(try program.text("new/test-gaps.jsonl").isEmpty)
  }

  @Test(arguments: [
    WrongCommand("conversations", 64, "--out"),
    WrongCommand("conversations --out new --countries 1", 64, "--countries"),
    WrongCommand("conversations --out new --countries 5 --gaps 4", 64, "--gaps"),
    WrongCommand("conversations --out new --noise -1", 64, "--noise"),
    WrongCommand("conversations --out new --preferences 0", 64, "--preferences"),
    WrongCommand("conversations --out file", 73, "file"),
    WrongCommand("conversations --out /proc/new", 73, "/proc/new"),
  ])
  func mistakesGetAClearMessage(_ command: WrongCommand) throws {
    let program = try Program()
    defer { program.remove() }
    try program.write("kept", to: "file")
    try program.expectRefusal(command)
    #expect(try program.text("file") == "kept")
  }

  @Test func aSignalStopsItAndLeavesNothing() throws {
    let program = try Program()
    defer { program.remove() }
    let running = try program.start(
      [
        "conversations", "--out", "long", "--characters", "1000000000", "--examples", "10", "--tests", "5",
        "--preferences",
        "5",
      ])
    #expect(
      running.reaches { FileManager.default.fileExists(atPath: program.file("long/pretraining.txt.partial").path) })
    #expect(running.kill(SIGINT))
    let result = try running.wait()
    #expect(result.status == 130 && result.errors.contains("long"), "\(result.errors)")
    #expect(try names(program, "long").isEmpty)
  }
}
