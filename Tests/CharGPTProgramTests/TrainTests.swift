import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif
import TestSupport
import Testing

/// The lines of metrics as an outsider would read them.
private func metrics(_ text: String) throws -> [[String: Double]] {
  try text.split(separator: "\n").map { line in
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: NSNumber]
    return try #require(object).mapValues(\.doubleValue)
  }
}

@Test func trainWritesTheWholeRunFolder() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "40", "--evaluate-every", "20"] + tinyShape)
  #expect(result.status == 0, "\(result.errors)")
  #expect(
    try program.contents().filter { $0.hasPrefix("run/") } == [
      "run/config.json", "run/last", "run/last/config.json", "run/last/model.safetensors",
      "run/last/optimizer.safetensors", "run/last/state.json", "run/last/tokenizer.json", "run/loss.svg",
      "run/metrics.jsonl", "run/model.safetensors", "run/report.html", "run/samples.txt",
      "run/tokenizer.json",
    ])
  let lines = try metrics(program.text("run/metrics.jsonl"))
  #expect(lines.map { $0["step"] } == [0, 10, 20, 30, 40])
  #expect(lines.map { $0["validation_loss"] != nil } == [true, false, true, false, true])
  #expect(lines.last?["tokens"] == 2560)
  // An untrained model is only as good as a guess among all characters.
  let vocabulary = Double(Set(smallText().unicodeScalars).count)
  #expect(abs(try #require(lines[0]["validation_loss"]) - log(vocabulary)) < 0.1)
  #expect(try #require(lines[4]["validation_loss"]) < lines[0]["validation_loss"]! - 0.2)
  let config = try JSONSerialization.jsonObject(with: Data(contentsOf: program.file("run/config.json")))
  let text = try #require((config as? [String: Any])?["text"] as? [String: Any])
  #expect(text["path"] as? String == "text.txt" && text["bytes"] as? Int == 6000)
  #expect(try program.text("run/samples.txt").components(separatedBy: "--- step ").count == 4)
  #expect(XMLParser(data: try Data(contentsOf: program.file("run/loss.svg"))).parse())
  // Only the result goes to standard output; progress, samples and suggestions go to standard error.
  #expect(result.output.hasPrefix("run: validation loss ") && result.output.split(separator: "\n").count == 1)
  #expect(result.errors.contains("step 20 of 40") && result.errors.contains("sample --model run"))
  #expect(result.errors.components(separatedBy: "\n  writes: ").count == 4)
  #expect(result.errors.contains("┤"))
  #expect(!result.errors.contains("\u{1B}") && !result.errors.contains("\r"))
}

@Test(arguments: [["--threads", "2"], ["--threads", "3"], ["--threads", "7"]])
func sameSeedGivesTheSameBitsOnAnyThreadCount(threads: [String]) throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(20_000), to: "text.txt")
  // Wide enough for the kernels to actually split their work, and with dropout.
  let options = [
    "--steps", "12", "--evaluate-every", "6", "--log-every", "1", "--layers", "2", "--embedding", "64", "--heads", "2",
    "--context", "48", "--batch", "8", "--dropout", "0.1",
  ]
  for (folder, extra) in [("one", ["--threads", "1"]), ("many", threads)] {
    let result = try program.run(["train", "text.txt", "--out", folder] + options + extra)
    #expect(result.status == 0, "\(result.errors)")
  }
  func losses(_ folder: String) throws -> [[Double?]] {
    try metrics(program.text("\(folder)/metrics.jsonl")).map {
      [$0["train_loss"], $0["validation_loss"], $0["gradient_norm"]]
    }
  }
  #expect(try losses("one").count == 13)
  #expect(try losses("one") == losses("many"))
  #expect(
    try Data(contentsOf: program.file("one/model.safetensors"))
      == Data(contentsOf: program.file("many/model.safetensors")))
  #expect(try program.text("one/samples.txt") == program.text("many/samples.txt"))
}

@Test func differentSeedsGiveDifferentRuns() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  for seed in ["1", "2"] {
    let result = try program.run(
      ["train", "text.txt", "--out", "run\(seed)", "--seed", seed, "--steps", "3"] + tinyShape)
    #expect(result.status == 0)
  }
  #expect(try program.text("run1/samples.txt") != program.text("run2/samples.txt"))
}

@Test func gradientAccumulationGivesTheLossOfTheLargerBatch() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  // The windows are drawn in the same order, so two micro-batches of 4 equal one batch of 8, except for rounding.
  for (folder, options) in [("one", ["--batch", "8"]), ("two", ["--batch", "4", "--accumulate", "2"])] {
    let result = try program.run(
      ["train", "text.txt", "--out", folder, "--steps", "10", "--log-every", "1"] + tinyShape.dropLast(2) + options)
    #expect(result.status == 0)
  }
  let one = try metrics(program.text("one/metrics.jsonl")), two = try metrics(program.text("two/metrics.jsonl"))
  #expect(one.count == 11 && two.count == 11)
  for (a, b) in zip(one.dropFirst(), two.dropFirst()) {
    #expect(abs(try #require(a["train_loss"]) - b["train_loss"]!) < 1e-5)
    #expect(a["tokens"] == b["tokens"])
  }
}

@Test func trainWithoutAValidationSplitKeepsTheLastModel() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(400), to: "text.txt")
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "5", "--validation", "0", "--json"] + tinyShape)
  #expect(result.status == 0)
  let outcome = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
  #expect(outcome?["best_step"] as? Int == 5 && outcome?["validation_loss"] == nil)
  #expect(try program.contents().contains("run/model.safetensors"))
}

@Test func trainDoesNotReplaceATrainedModelUnlessAsked() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let command = ["train", "text.txt", "--out", "run", "--steps", "2"] + tinyShape
  #expect(try program.run(command).status == 0)
  let before = try Data(contentsOf: program.file("run/model.safetensors"))
  let refused = try program.run(command + ["--seed", "5"])
  #expect(refused.status == 73 && refused.errors.contains("--overwrite"))
  #expect(try Data(contentsOf: program.file("run/model.safetensors")) == before)
  #expect(try program.run(command + ["--seed", "5", "--overwrite"]).status == 0)
  #expect(try Data(contentsOf: program.file("run/model.safetensors")) != before)
}

@Test func evaluateEveryZeroEvaluatesOnlyAtTheEnd() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "20", "--evaluate-every", "0"] + tinyShape)
  #expect(result.status == 0, "\(result.errors)")
  let lines = try metrics(program.text("run/metrics.jsonl"))
  #expect(lines.map { $0["validation_loss"] != nil } == [false, false, true])
  #expect(try program.contents().contains("run/model.safetensors"))
}

@Test func aDivergingRunNamesTheFirstBadTensorAndKeepsTheLastGoodModel() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "50", "--learning-rate", "1e30", "--quiet"] + tinyShape)
  #expect(result.status == 65, "\(result.errors)")
  for word in ["the loss", "step 2", "blocks.0.", "--learning-rate", "--skip-bad-steps", "step 0"] {
    #expect(result.errors.contains(word), "\(word) is not in: \(result.errors)")
  }
  for folder in ["run", "run/last"] { #expect(try program("sample", "--model", folder, "--tokens", "5").status == 0) }
  // With the suggested change, the run continues.
  let resumed = try program("train", "--resume", "--out", "run", "--learning-rate", "1e-3", "--quiet", "--json")
  #expect(resumed.status == 0 && resumed.output.contains("\"steps\":50"), "\(resumed.errors) \(resumed.output)")
}

@Test func aModelThatIsNotFiniteIsNotTheBest() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "9", "--validation", "0", "--evaluate-every", "1"]
      + ["--warmup", "0", "--learning-rate", "1e38", "--quiet"] + tinyShape)
  #expect(result.status == 65 && !result.errors.contains("--skip-bad-steps"), "\(result.errors)")
  #expect(try program("sample", "--model", "run", "--tokens", "5").status == 0)
}

@Test func skippingStepsDoesNotHelpABrokenModel() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "50", "--learning-rate", "1e30", "--skip-bad-steps"] + tinyShape)
  #expect(result.status == 65 && result.errors.contains("step 2 skipped"), "\(result.errors)")
  #expect(try program.text("run/metrics.jsonl").contains("\"skipped_steps\":20"))
}

@Test func theFloorIsInThePictureAndInTheResult() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let options = ["--steps", "10", "--evaluate-every", "10"] + tinyShape
  let result = try program.run(["train", "text.txt", "--out", "run", "--floor", "1.5", "--json"] + options)
  let outcome = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  let loss = try #require(outcome["validation_loss"] as? Double)
  let above = try #require(outcome["percent_above_floor"] as? Double)
  #expect(abs(above - 100 * (loss / (1.5 * log(2)) - 1)) < 1e-6)
  #expect(try program.text("run/loss.svg").contains("floor 1.040"))
  // A resumed run keeps its floor or takes another one.
  let more = try program.run(["train", "--resume", "--out", "run", "--steps", "20"])
  #expect(more.status == 0 && more.output.contains(" % above the floor, after "), "\(more.errors)")
  let other = try program.run(["train", "--resume", "--out", "run", "--steps", "30", "--floor", "2"])
  #expect(other.status == 0, "\(other.errors)")
  #expect(try program.text("run/loss.svg").contains("floor 1.386"))
  // A value that a model beats is not a floor.
  let high = try program.run(["train", "--resume", "--out", "run", "--steps", "40", "--floor", "50"])
  #expect(high.output.contains(" % below the given floor, after "), "\(high.output)")
  let without = try program.run(["train", "text.txt", "--out", "without"] + options)
  #expect(!without.output.contains("floor"))
  #expect(try !program.text("without/loss.svg").contains("floor"))
}

@Test func overlappingWindowsEvaluateTheSameDuringAndAfterTraining() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  try program.write(String(smallText().suffix(600)), to: "end.txt")
  let result = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "30", "--evaluate-every", "30", "--evaluate-stride", "4"]
      + tinyShape)
  #expect(result.status == 0, "\(result.errors)")
  let loss = try #require(metrics(program.text("run/metrics.jsonl")).last?["validation_loss"])
  func evaluate(_ options: String...) throws -> Double {
    try #require(program.run(["evaluate", "end.txt", "--model", "run"] + options).figures["loss_nats_per_token"])
  }
  let (overlapping, whole, apart) = (try evaluate("--stride", "4"), try evaluate("--stride", "16"), try evaluate())
  #expect(abs(overlapping - loss) < 1e-5 && abs(apart - loss) > 1e-4 && whole == apart)
  // A resumed run is evaluated as before.
  let more = try program.run(["train", "--resume", "--out", "run", "--steps", "60"])
  #expect(more.status == 0, "\(more.errors)")
  let later = try #require(metrics(program.text("run/metrics.jsonl")).last?["validation_loss"])
  #expect(try abs(evaluate("--stride", "4") - later) < 1e-5)
  let another = try program.run(["train", "--resume", "--out", "run", "--steps", "90", "--evaluate-stride", "8"])
  #expect(another.status == 64 && another.errors.contains("--evaluate-stride 4, not 8"), "\(another.errors)")
}

@Test func aRunAnnouncesWhatItNeeds() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(["train", "text.txt", "--out", "run", "--steps", "10"] + tinyShape)
  for word in ["5,400 characters", "4,032 parameters", "MB of memory", "0.1 times", "MFLOP"] {
    #expect(result.errors.contains(word), "\(word) is not in: \(result.errors)")
  }
  let large = ["train", "text.txt", "--out", "large", "--layers", "4096", "--embedding", "4096", "--heads", "64"]
  let refused = try program.run(large)
  #expect(refused.status == 64 && refused.errors.contains("memory") && refused.errors.contains("--force"))
  #expect(!FileManager.default.fileExists(atPath: program.file("large").path))
  // With --force, it passes that check and fails the next.
  let forced = try program.run(
    large + ["--force", "--steps", "1000000000", "--accumulate", "65536", "--batch", "65536"])
  #expect(forced.status == 64 && forced.errors.contains("too many tokens to count"), "\(forced.errors)")
}

@Test func trainDoesNotTouchUnrelatedFiles() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  try program.write("mine", to: "config.json")
  let refused = try program.run(["train", "text.txt", "--out", ".", "--steps", "1"] + tinyShape)
  #expect(refused.status == 73 && refused.errors.contains("config.json"))
  #expect(try program.text("config.json") == "mine")
  #expect(try program.contents() == ["config.json", "text.txt"])
}

@Test func runsWithoutANameGetTheNextFreeName() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "tales.txt")
  for _ in 0..<2 {
    #expect(try program.run(["train", "tales.txt", "--steps", "1", "--quiet"] + tinyShape).status == 0)
  }
  let folders = try FileManager.default.contentsOfDirectory(atPath: program.file("runs").path).sorted()
  #expect(folders == ["tales-char-gpt", "tales-char-gpt-2"])
}

@Test func theFirstRunShowsHowTheModelLearnsAndEndsOnAWholeLine() throws {
  let program = try Program()
  defer { program.remove() }
  let result = try program(environment: ["KINDLING_STEPS": "2"])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.errors.components(separatedBy: "\n  writes: ").count >= 3 && result.errors.contains("┤"))
  #expect(result.errors.contains("write --model runs/generated-char-gpt"))
  // The sample, without the line that the last token left unfinished, then the result.
  let parts = result.output.trimmingCharacters(in: .newlines).components(separatedBy: "\n\nruns/generated-char-gpt: ")
  #expect(parts.count == 2 && parts[0].count > 100 && parts[1].hasPrefix("validation loss "), "\(result.output)")
  #expect(try program(environment: ["KINDLING_STEPS": "none"]).status == 64)
}
