import Foundation
import TestSupport
import Testing

/// After each model, a ladder writes the table of those that it has: the new table can be shorter, but not mixed with
/// the old one.
@Test func aKilledLadderLeavesTheOldOrTheNewTable() throws {
  let program = try Program()
  defer { program.remove() }
  for (name, lines) in [("old", 150), ("new", 200)] { try program.write(smallText(lines: lines), to: "\(name).txt") }
  let short =
    ["--size", "tiny", "--mlp-steps", "5", "--gpt-steps", "5", "--quiet", "--overwrite", "--out", "ladder"]
    + shortRecurrence
  #expect(try program.run(["run", "old.txt"] + short).status == 0)
  try program.expectWholeAfterKills(of: ["run", "new.txt"] + short, output: "ladder") { program in
    let ladder = try object(program.text("ladder/ladder.json"))
    let text = try #require(ladder["text"] as? [String: Any]),
      models = try #require(ladder["models"] as? [[String: Any]])
    let first = try #require(models.first?["bits_per_character"] as? Double)
    let svg = try program.text("ladder/ladder.svg")
    return try text["path"] as? String == "new.txt" && svg.contains("new.txt") && svg.hasSuffix("</svg>\n")
      && program.text("ladder/ladder.txt").contains(String(format: "%.4f", first))
  }
}
