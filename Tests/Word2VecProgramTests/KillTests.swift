import Foundation
import TestSupport
import Testing

private let text = String(
  repeating: "the ferry waits for the tide and the goat sees the ferry while the tide waits\n", count: 40)

private func training(seed: Int, out: String) -> [String] {
  ["train", "text.txt", "--epochs", "4", "--embedding", "12", "--minimum-count", "1", "--quiet", "--overwrite"]
    + ["--seed", "\(seed)", "--out", out]
}

/// A new run that was killed resumes, and ends like one that was not killed.
@Test func aKilledRunLeavesTheOldRunOrOneThatResumes() throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  try program.write(text, to: "text.txt")
  #expect(try program.run(training(seed: 1, out: "run")).status == 0)
  #expect(try program.run(training(seed: 2, out: "whole")).status == 0)
  try program.expectWholeAfterKills(
    of: training(seed: 2, out: "run"), output: "run", timed: ["metrics.jsonl", "report.html", "last/state.json"]
  ) { program in
    let result = try program("train", "--resume", "--out", "run", "--quiet")
    #expect(result.status == 0, "\(result.errors)")
    return try RunLeavings(of: "run", in: program) == RunLeavings(of: "whole", in: program)
  }
}

@Test func aKilledExportLeavesTheOldOrTheNewFile() throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  try program.write(text, to: "text.txt")
  for (seed, name) in [(1, "one"), (2, "two")] {
    #expect(try program.run(training(seed: seed, out: name)).status == 0)
  }
  #expect(try program("export", "--model", "one", "--out", "vectors").status == 0)
  try program.expectWholeAfterKills(
    of: ["export", "--model", "two", "--out", "vectors", "--overwrite"], output: "vectors")
}
