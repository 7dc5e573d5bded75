import Foundation
import TestSupport
import Testing

struct MixTests {
  private func texts() throws -> Program {
    let program = try Program()
    try program.write(String(repeating: "web text\n", count: 100), to: "web.txt")
    try program.write(String(repeating: "bücher ...\n", count: 10), to: "books.txt")
    return program
  }

  private func rows(_ result: Program.Result) throws -> [[String: Any]] {
    try #require(try object(result.output)["sources"] as? [[String: Any]])
  }

  @Test func epochsFollowFromWeightsAndSizes() throws {
    let program = try texts()
    defer { program.remove() }
    let rows = try rows(program("mix", "web.txt=3", "books.txt=1", "--characters", "600", "--json"))
    #expect(rows.map { $0["text"] as? String } == ["web.txt", "books.txt"])
    #expect(rows.map { $0["share"] as? Double } == [0.75, 0.25])
    // In characters, not bytes.
    #expect(rows.map { $0["characters"] as? Int } == [900, 110])
    #expect(rows.map { $0["epochs"] as? Double } == [0.5, 150.0 / 110])
    let table = try program("mix", "web.txt=3", "books.txt=1", "--characters", "600").output
    for line in ["web.txt     75.0 %         900    450    0.50", "books.txt   25.0 %         110    150    1.36"] {
      #expect(table.contains(line), "\(table)")
    }
  }

  @Test func filesWithoutWeightsCountByTheirLength() throws {
    let program = try texts()
    defer { program.remove() }
    let rows = try rows(program("mix", "web.txt", "books.txt", "--json"))
    for row in rows { #expect(abs((row["epochs"] as? Double ?? 0) - 1) < 1e-12) }
  }

  @Test func aMixtureIsWrittenAndReadAgain() throws {
    let program = try texts()
    defer { program.remove() }
    #expect(try program("mix", "web.txt=3", "books.txt=1", "--out", "mixture.json").status == 0)
    let json = try object(program.text("mixture.json"))
    #expect((json["sources"] as? [[String: Any]])?.map { $0["file"] as? String } == ["web.txt", "books.txt"])
    let read = try program("mix", "mixture.json", "--characters", "50").output
    #expect(try read == program("mix", "web.txt=3", "books.txt=1", "--characters", "50").output && !read.isEmpty)
    let refused = try program("mix", "web.txt", "--out", "mixture.json")
    #expect(refused.status == 73 && refused.errors.contains("--overwrite"))
    #expect(try program("mix", "web.txt", "--out", "mixture.json", "--overwrite").status == 0)
  }

  @Test(arguments: [
    WrongCommand("mix", 64, "SOURCE"), WrongCommand("mix web.txt=3 books.txt", 64, "books.txt", "FILE=WEIGHT"),
    WrongCommand("mix web.txt=x", 64, "x", "number"), WrongCommand("mix web.txt=0", 64, "above 0"),
    WrongCommand("mix web.txt=-1", 64, "above 0"), WrongCommand("mix web.txt=1 web.txt=2", 64, "twice"),
    WrongCommand("mix nowhere.txt=1", 66, "nowhere.txt"), WrongCommand("mix nowhere.json", 66, "nowhere.json"),
    WrongCommand("mix bad.json", 65, "bad.json", "mixture"), WrongCommand("mix -", 64, "standard input"),
    WrongCommand("mix web.txt=1 --out web.txt --overwrite", 73, "web.txt", "input"),
    WrongCommand("mix web.txt=1 --characters 0", 64, "--characters"), WrongCommand("mix =1", 64, "no file"),
  ])
  func wrongCommandsAreRefused(command: WrongCommand) throws {
    let program = try texts()
    defer { program.remove() }
    try program.write("{\"sources\": []}", to: "bad.json")
    try program.expectRefusal(command)
  }
}
