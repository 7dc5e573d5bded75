import Foundation
import TestSupport
import Testing

/// A folder with two models, and an export of each.
private func workshop() throws -> Program {
  let program = try Program()
  try program.write(smallText(), to: "text.txt")
  for (name, seed) in [("one", "1"), ("two", "2")] {
    let result = try program.run(
      ["train", "text.txt", "--out", name, "--steps", "2", "--quiet"] + tinyShape + ["--seed", seed])
    precondition(result.status == 0, result.errors)
    let export = try program("export", "--model", name, "--out", "\(name)-there")
    precondition(export.status == 0, export.errors)
  }
  return program
}

@Test func aKilledExportLeavesTheOldOrTheNewModel() throws {
  let program = try workshop()
  defer { program.remove() }
  try program.write("mine", to: "one-there/README.md")
  try program.expectWholeAfterKills(
    of: ["export", "--model", "two", "--out", "one-there", "--overwrite"], output: "one-there")
  #expect(try program.text("one-there/README.md") == "mine")
}

@Test func aKilledImportLeavesTheOldOrTheNewModel() throws {
  let program = try workshop()
  defer { program.remove() }
  #expect(try program("import", "one-there", "--out", "home").status == 0)
  try program.expectWholeAfterKills(of: ["import", "two-there", "--out", "home", "--overwrite"], output: "home")
}

/// The folder of a new run that was killed before its first checkpoint is hidden: no command takes it for the latest.
@Test func aRunThatDidNotReplaceAnEarlierOneIsNotTheLatest() throws {
  let program = try workshop()
  defer { program.remove() }
  try FileManager.default.createDirectory(at: program.file("runs"), withIntermediateDirectories: true)
  for (name, run) in [("one", "runs/run"), ("two", "runs/.run.next")] {
    try FileManager.default.moveItem(at: program.file(name), to: program.file(run))
  }
  try FileManager.default.setAttributes(
    [.modificationDate: Date.distantPast], ofItemAtPath: program.file("runs/run/model.safetensors").path)
  let result = try program("export", "--out", "there")
  #expect(result.output.contains("parameters from runs/run\n"), "\(result.output)\(result.errors)")
}

/// A new run that was killed resumes, and ends like one that was not killed.
@Test func aKilledRunLeavesTheOldRunOrOneThatResumes() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  func training(seed: Int, out: String) -> [String] {
    ["train", "text.txt", "--steps", "20", "--evaluate-every", "5", "--quiet", "--overwrite", "--seed", "\(seed)"]
      + ["--out", out] + tinyShape
  }
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
