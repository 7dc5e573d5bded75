import Foundation
import TestSupport
import Testing

@Test func aKilledRunLeavesTheOldOrTheNewClassifier() throws {
  let program = try Program()
  defer { program.remove() }
  for (name, lines) in [("one", 60), ("two", 90)] { try program.write(labeledLines(lines), to: "\(name).tsv") }
  #expect(try program("train", "one.tsv", "--out", "run", "--quiet").status == 0)
  try program.expectWholeAfterKills(
    of: ["train", "two.tsv", "--out", "run", "--overwrite", "--quiet"], output: "run", timed: ["metrics.jsonl"])
}
