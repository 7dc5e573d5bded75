import Foundation
import TestSupport
import Testing

private let training =
  ["text.txt", "--steps", "960", "--evaluate-every", "120", "--checkpoint-every", "10", "--log-every", "1"]
  + ["--dropout", "0.1", "--keep", "3"] + tinyShape

@Test func aRunKilledAtRandomInstantsEndsLikeAnUninterruptedOne() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let whole = try program.run(["train"] + training + ["--out", "whole", "--quiet"])
  #expect(whole.status == 0, "\(whole.errors)")

  var generator = SystemRandomNumberGenerator()
  var kills = 0, attempts = 0, isDone = false
  while !isDone {
    attempts += 1
    try #require(attempts < 400, "the run makes no progress")
    // A run killed before its first checkpoint has nothing to resume from.
    let canResume =
      FileManager.default.fileExists(atPath: program.file("killed/last").path)
      || FileManager.default.fileExists(atPath: program.file("killed/last.previous").path)
    let running = try program.start(
      canResume
        ? ["train", "--resume", "--out", "killed", "--quiet"]
        : ["train"] + training + ["--out", "killed", "--overwrite", "--quiet"])
    if kills < 50 {
      // On a machine of any speed, each kill comes a few more steps later, at a random moment of a step or a
      // checkpoint. The steps are few enough that the run outlasts all kills.
      let steps = Int.random(in: 0...12, using: &generator)
      let before = program.lineCount("killed/metrics.jsonl")
      running.reaches { program.lineCount("killed/metrics.jsonl") >= before + steps }
      usleep(UInt32.random(in: 0...15_000, using: &generator))
      if running.kill(SIGKILL) { kills += 1 }
    }
    let result = try running.wait()
    isDone = result.status == 0
    #expect([0, SIGKILL].contains(result.status), "\(result.errors)")
    if result.status != 0, result.status != SIGKILL { break }
    // Wherever the run was killed, the best model so far is intact.
    if FileManager.default.fileExists(atPath: program.file("killed/model.safetensors").path) {
      #expect(try program("parameters", "--model", "killed").status == 0)
    }
  }
  #expect(kills >= 25, "killed only \(kills) times")
  let (expected, found) = (try RunLeavings(of: "whole", in: program), try RunLeavings(of: "killed", in: program))
  #expect(found.names == expected.names)
  #expect(expected.files.count >= 9 && expected.metrics.count == 961)
  for (name, data) in expected.files { #expect(found.files[name] == data, "\(name)") }
  #expect(found.metrics == expected.metrics)
  #expect(found.state == expected.state)
}

/// What the run wrote after its checkpoint is removed only when everything that resuming needs was read.
@Test func aResumeThatFailsLeavesTheFolderAsItWas() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(
    try program.run(["train", "text.txt", "--steps", "4", "--out", "run", "--quiet"] + tinyShape).status == 0)
  try Data(contentsOf: program.file("run/model.safetensors")).prefix(20).write(
    to: program.file("run/model.safetensors"))
  let lines = try program.text("run/metrics.jsonl") + "{}\n"
  try program.write(lines, to: "run/metrics.jsonl")
  let result = try program("train", "--resume", "--out", "run", "--steps", "8")
  #expect(result.status == 65 && result.errors.contains("model.safetensors"), "\(result.errors)")
  #expect(try program.text("run/metrics.jsonl") == lines)
}

/// A finished run of thirty steps, to be resumed in many ways.
private let stopped: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    try program.write(smallText(5000), to: "other.txt")
    // Equally long and with the same characters.
    try program.write(String(smallText().reversed()), to: "reversed.txt")
    let result = try program.run(
      ["train", "text.txt", "--out", "run", "--steps", "30", "--evaluate-every", "10", "--quiet"] + tinyShape)
    precondition(result.status == 0, result.errors)
    try FileManager.default.copyItem(at: program.file("run"), to: program.file("foreign"))
    try program.write(#"{"kind":"character","vocabulary":["a","b"]}"#, to: "foreign/tokenizer.json")
    try FileManager.default.copyItem(at: program.file("run"), to: program.file("bare"))
    try FileManager.default.removeItem(at: program.file("bare/last"))
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test(arguments: [
  WrongCommand("train --resume --out nowhere", 66, "nowhere"),
  WrongCommand("train --resume --out bare", 66, "bare", "checkpoint"),
  WrongCommand("train --resume", 66, "runs/"),
  WrongCommand("train --resume --out run --overwrite", 64, "--overwrite", "--resume"),
  WrongCommand("train other.txt --resume --out run", 65, "other.txt", "run", "5000", "6000"),
  WrongCommand("train reversed.txt --resume --out run", 65, "reversed.txt", "run", "fingerprint"),
  WrongCommand("train nowhere.txt --resume --out run", 66, "nowhere.txt"),
  WrongCommand("train --resume --out foreign", 65, "foreign/tokenizer.json", "text.txt"),
  WrongCommand("train --resume --out run --layers 2", 64, "--layers 1", "not 2"),
  WrongCommand("train --resume --out run --preset gpt2", 64, "--layers 1", "not 4"),
  WrongCommand("train --resume --out run --heads 4", 64, "--heads 2", "not 4"),
  WrongCommand("train --resume --out run --embedding 32", 64, "--embedding 16", "not 32"),
  WrongCommand("train --resume --out run --context 8", 64, "--context 16", "not 8"),
  WrongCommand("train --resume --out run --batch 8", 64, "--batch 4", "not 8"),
  WrongCommand("train --resume --out run --accumulate 2", 64, "--accumulate 1", "not 2"),
  WrongCommand("train --resume --out run --dropout 0.5", 64, "--dropout", "not 0.5"),
  WrongCommand("train --resume --out run --no-bias", 64, "--bias on", "not off"),
  WrongCommand("train --resume --out run --positions rotary", 64, "--positions learned", "not rotary"),
  WrongCommand("train --resume --out run --activation silu", 64, "--activation gelu", "not silu"),
  WrongCommand("train --resume --out run --memory 3", 64, "--memory 0", "not 3"),
  WrongCommand("train --resume --out run --soft-cap 30", 64, "--soft-cap 0", "not 30"),
  WrongCommand("train --resume --out run --first-batch 2", 64, "--first-batch 4", "not 2"),
  WrongCommand("train --resume --out run --first-context 8", 64, "--first-context 16", "not 8"),
  WrongCommand("train --resume --out run --average 0.9", 64, "--average 0.0", "not 0.9"),
  WrongCommand("train --resume --out run --validation 0.2", 64, "--validation 0.1", "not 0.2"),
  WrongCommand("train --resume --out run --seed 7", 64, "--seed 1337", "not 7"),
  WrongCommand("train --resume --out run --evaluate-batches 3", 64, "--evaluate-batches unlimited", "not 3"),
  WrongCommand("train --resume --out run --steps 5", 64, "30 steps", "--steps"),
  WrongCommand("train text.txt --out run", 73, "--resume", "--overwrite"),
])
func runsThatCannotResumeAreRefusedWithTheDifference(_ command: WrongCommand) throws {
  let before = try RunLeavings(of: "run", in: stopped)
  try stopped.expectRefusal(command)
  #expect(try RunLeavings(of: "run", in: stopped) == before)
}

@Test func stepsIntervalsAndLearningRateCanChange() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(
    try program.run(["train", "text.txt", "--out", "run", "--steps", "20", "--evaluate-every", "10"] + tinyShape).status
      == 0)
  // The text can have moved by now, and shape options that repeat the run's values do no harm.
  try FileManager.default.moveItem(at: program.file("text.txt"), to: program.file("moved.txt"))
  let gone = try program("train", "--resume", "--out", "run", "--steps", "40")
  #expect(gone.status == 66 && gone.errors.contains("text.txt") && gone.errors.contains("--resume"))
  let result = try program.run(
    ["train", "moved.txt", "--resume", "--out", "run", "--steps", "40", "--learning-rate", "1e-4"]
      + ["--evaluate-every", "5", "--json"] + tinyShape)
  #expect(result.status == 0, "\(result.errors)")
  let lines = try program.text("run/metrics.jsonl").split(separator: "\n").map {
    try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: NSNumber])
  }
  #expect(lines.map { $0["step"] } == [0, 10, 20, 25, 30, 35, 40])
  #expect(try #require(lines.last?["learning_rate"]).doubleValue <= 1e-4)
  let config = try JSONSerialization.jsonObject(with: Data(contentsOf: program.file("run/config.json")))
  let text = try #require((config as? [String: Any])?["text"] as? [String: Any])
  #expect(text["path"] as? String == "moved.txt")
  // The changes apply from then on; a finished run stays as it is.
  let before = try RunLeavings(of: "run", in: program)
  let again = try program("train", "--resume", "--out", "run")
  #expect(again.status == 0 && again.output.contains("validation loss"), "\(again.errors)")
  #expect(try RunLeavings(of: "run", in: program) == before)
}

@Test func theLatestRunResumesIfNoneIsNamed() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "tales.txt")
  #expect(try program.run(["train", "tales.txt", "--steps", "2", "--quiet"] + tinyShape).status == 0)
  let result = try program("train", "--resume", "--steps", "4", "--json", "--quiet")
  let outcome = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
  #expect(outcome?["out"] as? String == "runs/tales-char-gpt" && outcome?["steps"] as? Int == 4, "\(result.errors)")
}

@Test func keptModelsAreSpreadOverTheRunAndUsable() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "60", "--evaluate-every", "10", "--keep", "3"] + tinyShape)
  #expect(result.status == 0, "\(result.errors)")
  let names = try FileManager.default.contentsOfDirectory(atPath: program.file("run/checkpoints").path).sorted()
  #expect(names == ["step-000020", "step-000040", "step-000060"])
  for folder in names.map({ "run/checkpoints/" + $0 }) + ["run/last"] {
    #expect(try program("sample", "--model", folder, "--tokens", "3").status == 0)
  }
  #expect(
    try Data(contentsOf: program.file("run/checkpoints/step-000060/model.safetensors"))
      == Data(contentsOf: program.file("run/last/model.safetensors")))
}

/// A `config.json` that was edited: impossible values are refused before anything is written.
@Test(arguments: [
  ("log_every", "0"), ("accumulate", "-1"), ("accumulate", "0"), ("batch", "0"), ("seed", "-1"),
  ("keep", "9223372036854775807"), ("keep", "-1"), ("warmup", "-9223372036854775808"), ("evaluate_batches", "0"),
  ("beta1", "2"), ("learning_rate", "-1"), ("steps", "-5"), ("validation", "5"), ("layers", "0"),
  ("context", "16777216"), ("batch", "100000000000000"),
])
func anImpossibleConfigurationIsRefused(name: String, value: String) throws {
  let folder = "changed-\(UUID().uuidString)"
  try FileManager.default.copyItem(at: stopped.file("run"), to: stopped.file(folder))
  defer { try? FileManager.default.removeItem(at: stopped.file(folder)) }
  let config = try stopped.text("run/config.json")
  let pattern = try Regex("\"\(name)\" : [-0-9.e]+")
  // Fields that are omitted by default are inserted.
  let changed =
    config.contains(pattern)
    ? config.replacing(pattern, with: "\"\(name)\" : \(value)")
    : config.replacing("\"keep\" :", with: "\"\(name)\" : \(value), \"keep\" :")
  try #require(changed != config)
  try stopped.write(changed, to: folder + "/config.json")
  let before = try RunLeavings(of: folder, in: stopped)
  let result = try stopped.run(["train", "--resume", "--out", folder])
  #expect(result.status == 65, "\(result.status) \(result.errors)")
  #expect((1...2).contains(result.errors.split(separator: "\n").count), "\(result.errors)")
  #expect(try RunLeavings(of: folder, in: stopped) == before)
}
