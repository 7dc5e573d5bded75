import Foundation
import TestSupport
import Testing

@Test func aRunMakesAllStagesAndSaysAFigureOfEach() throws {
  let results = try object(finished.text("run/results.json"))
  let stages = try #require(results["stages"] as? [[String: Any]])
  #expect(
    stages.compactMap { $0["stage"] as? String }
      == ["tokenizer", "pretrained", "tuned", "reward", "dpo", "ppo", "safeguards"])
  for stage in stages {
    let after = try #require(stage["after"] as? Double)
    #expect(after.isFinite && stage["before"] is Double, "\(stage)")
  }
  let pretrained = stages[1]
  #expect((pretrained["after"] as? Double ?? 9) < (pretrained["before"] as? Double ?? 0))
  let dpo = stages[4]
  #expect((dpo["divergence"] as? Double ?? -1) >= 0)
  let marks = try #require(results["marks"] as? [[String: Any]])
  #expect(marks.compactMap { $0["stage"] as? String } == ["pretrained", "tuned", "dpo", "ppo"])
  for stage in ["pretrained", "tuned", "reward", "dpo", "ppo"] {
    for name in ["config.json", "tokenizer.json", "metrics.jsonl", "model.safetensors", "loss.svg", "last/state.json"] {
      #expect(FileManager.default.fileExists(atPath: finished.file("run/\(stage)/\(name)").path), "\(stage)/\(name)")
    }
  }
}

@Test func oneAndThreeThreadsMakeTheSameBits() throws {
  let program = try Program()
  defer { program.remove() }
  let result = try program.run(["run"] + tinyRun + ["--out", "run", "--quiet", "--threads", "3"])
  #expect(result.status == 0, "\(result.errors)")
  #expect(try models(of: "run", in: program) == models(of: "run", in: finished))
}

/// Wherever a run is killed, the rest of it ends with the same bits as a run that nobody stopped.
@Test func aRunKilledInAnyStageGoesOnWithTheSameBits() throws {
  let program = try Program()
  defer { program.remove() }
  let stages = ["pretrained", "tuned", "reward", "dpo", "ppo"]
  var kills = 0
  for (number, stage) in stages.enumerated() {
    let arguments = number == 0 ? ["run"] + tinyRun + ["--out", "run"] : ["run", "--resume", "--out", "run"]
    let running = try program.start(arguments + ["--quiet"])
    // As soon as the stage has logged its second line; a stage that is over already is killed in a later one.
    running.reaches { program.lineCount("run/\(stage)/metrics.jsonl") >= 2 }
    if running.kill(SIGKILL) { kills += 1 }
    let result = try running.wait()
    #expect([0, SIGKILL].contains(result.status), "\(result.errors)")
  }
  #expect(kills >= 2)
  let last = try program("run", "--resume", "--out", "run", "--quiet")
  #expect(last.status == 0, "\(last.errors)")
  #expect(try models(of: "run", in: program) == models(of: "run", in: finished))
}

@Test func aFinishedRunIsNotReplacedUnasked() throws {
  let result = try finished.run(["run"] + tinyRun + ["--out", "run"])
  #expect(result.status == 73 && result.errors.contains("already holds a run"), "\(result.errors)")
  let other = try Program()
  defer { other.remove() }
  try FileManager.default.createDirectory(at: other.file("mine"), withIntermediateDirectories: true)
  try other.write("keep", to: "mine/letter.txt")
  let refused = try other.run(["run"] + tinyRun + ["--out", "mine", "--overwrite"])
  #expect(refused.status == 73 && refused.errors.contains("letter.txt"), "\(refused.errors)")
  #expect(try other.text("mine/letter.txt") == "keep")
  let none = try other("run", "--resume")
  #expect(none.status == 66 && none.errors.contains("no run of assistant"), "\(none.errors)")
}

@Test(arguments: [
  (["--gaps", "5"], "fewer than two"), (["--heads", "5"], "5 heads"), (["--vocabulary", "10"], "vocabulary"),
])
func impossibleSettingsAreRefusedBeforeAnythingIsWritten(options: [String], word: String) throws {
  let program = try Program()
  defer { program.remove() }
  let result = try program.run(["run", "--countries", "6", "--out", "run"] + options)
  #expect(result.status == 64 && result.errors.contains(word), "\(result.errors)")
  #expect(!FileManager.default.fileExists(atPath: program.file("run").path))
}

@Test func aDamagedRecordIsNamed() throws {
  let program = try Program()
  defer { program.remove() }
  try FileManager.default.createDirectory(at: program.file("run"), withIntermediateDirectories: true)
  try program.write(#"{"program": "assistant 1", "countries": 4}"#, to: "run/config.json")
  let result = try program("run", "--resume", "--out", "run")
  #expect(result.status == 65 && result.errors.contains("config.json"), "\(result.errors)")
}
