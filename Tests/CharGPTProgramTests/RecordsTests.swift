import Foundation
import TestSupport
import Testing

@Test func recordsTrainsEachRowOnceAndComparesItsLosses() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let few = ["records", "text.txt", "--steps", "2", "--seeds", "2", "--match", "QK", "--journal", "j/results.jsonl"]
  let first = try program.run(few)
  #expect(first.status == 0, "\(first.errors)")
  #expect(first.output.contains("| QK-norm | `--qk-norm on` |"), "\(first.output)")
  let lines = try program.text("j/results.jsonl")
  #expect(lines.split(separator: "\n").count == 2)
  // What was trained is read from the journal, even if its last line was cut off by a kill.
  try program.write(String(lines.dropLast(5)), to: "j/results.jsonl")
  let second = try program.run(few)
  #expect(second.status == 0 && second.errors.contains("QK-norm, seed 1338"), "\(second.errors)")
  #expect(!second.errors.contains("QK-norm, seed 1337"))
  #expect(try program.text("j/results.jsonl").split(separator: "\n").count == 2)
  let other = try program.run(few + ["--seed", "5", "--json", "--quiet"])
  #expect(other.status == 0 && other.errors.isEmpty && other.output.contains(/"seed" ?: ?6/), "\(other.output)")
}

@Test func theLastRowIsTheModernRecipe() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program(
    "records", "text.txt", "--steps", "1", "--seeds", "1", "--match", "memory", "--json", "--journal", "results.jsonl")
  let answer = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  let row = try #require((answer["results"] as? [[String: Any]])?.first)
  let options = try #require((row["training"] as? [String: Any])?["options"] as? String).split(separator: " ").map(
    String.init)
  for (folder, recipe) in [("row", options), ("preset", ["--preset", "modern"])] {
    let training = try program.run(["train", "text.txt", "--steps", "1", "--out", folder, "--quiet"] + recipe)
    #expect(training.status == 0, "\(training.errors)")
  }
  let intervals = /"evaluate_every" : \d+/
  #expect(
    try program.text("row/config.json").replacing(intervals, with: "")
      == program.text("preset/config.json").replacing(intervals, with: ""))
}

@Test(arguments: [
  WrongCommand("records", 64, "FILE"), WrongCommand("records text.txt --match nothing", 64, "nothing", "QK-norm"),
  WrongCommand("records text.txt --journal text.txt", 65, "text.txt", "line 1"),
  WrongCommand("records text.txt --journal line.txt", 65, "line.txt", "last line"),
  WrongCommand("records text.txt --validation 0", 64, "--validation"),
])
func recordsRefusesWhatItCannotDo(_ command: WrongCommand) throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  // Without an end of line, it could be what a killed command left.
  try program.write("one line", to: "line.txt")
  try program.expectRefusal(command)
  #expect(try program.contents() == ["line.txt", "text.txt"])
  #expect(try program.text("line.txt") == "one line")
}
