import Foundation
import Testing
import TestSupport

/// A run that is long enough to be stopped partway.
private let training =
  ["train", "text.txt", "--out", "run", "--steps", "100000", "--evaluate-every", "0", "--log-every", "1"] + tinyShape

@Test(arguments: [(SIGINT, 130, "interrupted"), (SIGTERM, 143, "asked to stop"), (SIGHUP, 129, "terminal")])
func aSignalSavesTheRunAndEndsIt(signal: Int32, status: Int32, word: String) throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let running = try program.start(training)
  #expect(running.reaches { program.lineCount("run/metrics.jsonl") > 5 })
  #expect(running.kill(signal))
  let result = try running.wait()
  #expect(result.status == status && result.output.isEmpty, "\(result.errors)")
  #expect(result.errors.contains(word) && result.errors.contains("train --resume --out run"))
  // Ctrl-C is answered at once; the other signals have no one waiting.
  #expect(result.errors.contains("finishing this step") == (signal == SIGINT))
  // The checkpoint is where the run was stopped: it includes every step that was logged.
  let steps = try program.text("run/metrics.jsonl").split(separator: "\n").count - 1
  let state = try program.text("run/last/state.json")
  #expect(state.contains("\"step\" : \(steps)"), "\(steps) steps: \(state)")
  let rest = try program("train", "--resume", "--out", "run", "--steps", "\(steps + 2)", "--quiet")
  #expect(rest.status == 0, "\(rest.errors)")
  #expect(try program.text("run/metrics.jsonl").split(separator: "\n").count == steps + 3)
}

/// A limit on the size of files stands in for a full disk: writing fails halfway, in the same place.
@Test func aFullDiskLeavesTheLastCheckpointIntact() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  // Wide enough that the model is larger than the page about the run.
  let shape = [
    "--preset", "gpt2", "--layers", "1", "--heads", "2", "--embedding", "64", "--context", "16", "--batch", "4",
  ]
  #expect(
    try program.run(["train", "text.txt", "--out", "run", "--steps", "10", "--evaluate-every", "5"] + shape).status == 0
  )
  let names = try program.contents(), state = try program.text("run/last/state.json")
  let model = try Data(contentsOf: program.file("run/last/model.safetensors"))
  // In blocks of 512 bytes: the model fits, but the moments, twice as large, do not.
  let running = try program.start(
    ["train", "--resume", "--out", "run", "--steps", "20"], fileSizeLimit: model.count * 3 / 2 / 512)
  let result = try running.wait()
  #expect(result.status == 74, "\(result.errors)")
  let lines = result.errors.split(separator: "\n").suffix(2).joined(separator: "\n")
  #expect(lines.contains("optimizer.safetensors") && lines.contains("checkpoint of step 10"), "\(lines)")
  #expect(try program.contents() == names)
  #expect(try program.text("run/last/state.json") == state)
  #expect(try Data(contentsOf: program.file("run/last/model.safetensors")) == model)
  #expect(try program("sample", "--model", "run/last", "--tokens", "3").status == 0)
  #expect(try program("train", "--resume", "--out", "run", "--steps", "20").status == 0)
}

/// A new run that cannot save its first checkpoint does not cost the one that it was to replace.
@Test func aFullDiskLeavesTheEarlierRunIntact() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let training = ["train", "text.txt", "--out", "run", "--steps", "2"] + tinyShape
  #expect(try program.run(training).status == 0)
  let names = try program.contents(), state = try program.text("run/last/state.json")
  let model = try Data(contentsOf: program.file("run/model.safetensors"))
  let result = try program.start(
    training + ["--overwrite", "--seed", "2"], fileSizeLimit: model.count * 3 / 2 / 512
  ).wait()
  #expect(result.status == 74 && result.errors.contains("earlier run in run is unchanged"), "\(result.errors)")
  #expect(try program.contents() == names && program.text("run/last/state.json") == state)
  #expect(try Data(contentsOf: program.file("run/model.safetensors")) == model)
}

@Test func aFolderThatDisappearsEndsTheRunWithAClearError() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let running = try program.start(training + ["--checkpoint-every", "50"])
  #expect(running.reaches { program.lineCount("run/metrics.jsonl") > 5 })
  try FileManager.default.moveItem(at: program.file("run"), to: program.file("elsewhere"))
  let result = try running.wait()
  #expect(result.status == 74, "\(result.errors)")
  #expect(result.errors.contains("run/last") && !result.errors.contains("unexpected"), "\(result.errors)")
  #expect(!FileManager.default.fileExists(atPath: program.file("run").path))
  #expect(try program("train", "--resume", "--out", "elsewhere", "--steps", "60", "--quiet").status == 0)
}
