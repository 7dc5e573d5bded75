import Foundation
import TestSupport
import Testing

/// Forty short talks about who sees what.
private let talks =
  (0..<40).map { i in
    let (question, answer) = (
      ["who waits?", "who sings?", "who sees?", "what is lost?"][i % 4], ["the goat", "Nell"][i % 2]
    )
    return
      #"{"messages": [{"role": "user", "content": "\#(question) \#(i)"}, {"role": "assistant", "content": "\#(answer)"}]}"#
  }.joined(separator: "\n") + "\n"

/// A pretrained model in the folder `base`, and conversations in `talks.jsonl`; never removed, since all tests use them.
private let base: Program = {
  do {
    let program = try Program()
    try program.write(smallText() + "0123456789?", to: "text.txt")
    try program.write(talks, to: "talks.jsonl")
    let result = try program.run(
      [
        "train", "text.txt", "--steps", "30", "--out", "base", "--quiet", "--preset", "llama", "--layers", "2",
        "--heads", "2",
      ]
        + ["--embedding", "16", "--context", "40", "--batch", "4"])
    guard result.status == 0 else { fatalError("char-gpt train: \(result.errors)") }
    try program.write(String(talks.prefix { $0 != "\n" }), to: "one.jsonl")
    // A model whose text is gone.
    try FileManager.default.copyItem(at: program.file("base"), to: program.file("lost"))
    let record = try program.text("lost/config.json").replacing("text.txt", with: "gone.txt")
    try program.write(record, to: "lost/config.json")
    return program
  } catch {
    fatalError("char-gpt train: \(error)")
  }
}()

/// Fine-tunes the model, and returns what the program printed.
private func finetune(_ out: String, epochs: Int = 2, _ options: String..., source: SourceLocation = #_sourceLocation)
  throws -> [String:
  Any]
{
  let result = try base.run(
    [
      "finetune", "talks.jsonl", "--model", "base", "--out", out, "--overwrite", "--epochs", "\(epochs)", "--quiet",
      "--json",
    ]
      + options)
  #expect(result.status == 0, "\(result.errors)", sourceLocation: source)
  return try object(result.output)
}

@Test func fineTuningLearnsAnswersAndTellsWhatWasForgotten() throws {
  let outcome = try finetune("full", epochs: 12, "--learning-rate", "0.01", "--patience", "0")
  let (before, after) = (outcome["validation_loss_before"] as? Double ?? 0, outcome["validation_loss"] as? Double ?? 9)
  #expect(after < 0.7 * before, "\(before) to \(after)")
  #expect((outcome["pretraining_loss"] as? Double ?? 0) > (outcome["pretraining_loss_before"] as? Double ?? 9))
  #expect(outcome["trained_parameters"] as? Int == outcome["parameters"] as? Int)
  // Every command that uses a model can use this one.
  #expect(try base("sample", "--model", "full", "--tokens", "5", "--seed", "1", "--quiet").status == 0)
  #expect(try base("parameters", "--model", "full", "--quiet").status == 0)
}

@Test func replayForgetsLess() throws {
  func forgotten(_ share: String) throws -> Double {
    try finetune("replay", epochs: 12, "--learning-rate", "0.01", "--patience", "0", "--replay", share)[
      "pretraining_loss"] as? Double ?? .nan
  }
  #expect(try forgotten("0.5") < forgotten("0"))
}

@Test func anAdapterIsSavedAloneAndMergesIntoTheSameModel() throws {
  let outcome = try finetune("lora", "--method", "lora", "--rank", "2")
  #expect((outcome["trained_parameters"] as? Int ?? .max) < (outcome["parameters"] as? Int ?? 0) / 4)
  let merged = try base.run(
    ["merge", "--model", "lora/base", "--adapter", "lora/adapter", "--out", "merged", "--overwrite", "--quiet"])
  #expect(merged.status == 0, "\(merged.errors)")
  func logits(_ model: String) throws -> String {
    let result = try base("next", "--model", model, "--prompt", "who waits?", "--temperature", "1", "--json", "--quiet")
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }
  #expect(try logits("merged") == logits("lora"))
  #expect(try logits("merged") != logits("lora/base"))
  // The adapter belongs to the model with the reserved tokens, and fits no other one.
  let other = try base.run(
    ["merge", "--model", "base", "--adapter", "lora", "--out", "other", "--overwrite", "--quiet"])
  #expect(other.status == 66 && other.errors.contains("lora"), "\(other.errors)")
}

@Test func onlyTheLastBlocksLearn() throws {
  let outcome = try finetune("last", "--method", "last", "--last-blocks", "1")
  #expect((outcome["trained_parameters"] as? Int ?? .max) < (outcome["parameters"] as? Int ?? 0))
}

@Test func aKilledFineTuningGoesOnWithTheSameBits() throws {
  let program = try Program()
  defer { program.remove() }
  for name in ["text.txt", "talks.jsonl", "base"] {
    try FileManager.default.copyItem(at: base.file(name), to: program.file(name))
  }
  let options = [
    "finetune", "talks.jsonl", "--model", "base", "--epochs", "30", "--batch", "4", "--evaluate-every", "9",
    "--patience",
    "0", "--replay", "0.3", "--quiet",
  ]
  #expect(try program.run(options + ["--out", "whole"]).status == 0)
  let running = try program.start(options + ["--out", "killed"])
  running.reaches { program.lineCount("killed/metrics.jsonl") >= 8 }
  let wasKilled = running.kill(SIGKILL)
  _ = try running.wait()
  #expect(wasKilled)
  let rest = try program("finetune", "--resume", "--out", "killed", "--quiet")
  #expect(rest.status == 0, "\(rest.errors)")
  for name in ["model.safetensors", "last/model.safetensors", "last/optimizer.safetensors"] {
    #expect(
      FileManager.default.contentsEqual(
        atPath: program.file("whole/\(name)").path, andPath: program.file("killed/\(name)").path),
      "\(name)")
  }
}

/// A line of a file of conversations that is wrong, and words of the message.
private let wrongLines = [
  (#"{"messages": [{"content": "who?"}, {"role": "assistant", "content": "me"}]}"#, "no role"),
  (#"{"messages": [{"role": "robot", "content": "who?"}, {"role": "assistant", "content": "me"}]}"#, "robot"),
  (#"{"messages": [{"role": "user", "content": "who?"}, {"role": "assistant", "content": " "}]}"#, "empty"),
  (#"{"messages": [{"role": "user", "content": "who?"}]}"#, "no answer"),
  (#"{"messages": "who?"}"#, "messages"), ("who?", "JSON"),
]

@Test(arguments: wrongLines) func aWrongLineIsNamedByItsNumber(line: String, words: String) throws {
  try base.write(talks + line + "\n", to: "wrong-\(words.count)-\(line.count).jsonl")
  let result = try base(
    "finetune", "wrong-\(words.count)-\(line.count).jsonl", "--model", "base", "--out", "wrong")
  #expect(result.status == 65 && result.output.isEmpty, "\(result.errors)")
  #expect(result.errors.contains("line 41") && result.errors.contains(words), "\(result.errors)")
  #expect(!FileManager.default.fileExists(atPath: base.file("wrong").path))
}

/// What does not fit the model is found before a folder is made, and named by its number in the file.
@Test func aConversationThatIsTooLongIsNamedAndNothingIsWritten() throws {
  let long = String(repeating: "who ", count: 30)
  let line = #"{"messages": [{"role": "user", "content": "\#(long)"}, {"role": "assistant", "content": "me"}]}"#
  try base.write(talks + line + "\n", to: "long.jsonl")
  try base.expectRefusal(WrongCommand("finetune long.jsonl --model base --out new", 65, "conversation 41", "context"))
}

@Test func replayNeedsThePretrainingText() throws {
  try base.expectRefusal(
    WrongCommand("finetune talks.jsonl --model lost --replay 0.5 --out new --quiet", 66, "--replay", "not known"))
}

@Test(arguments: [
  WrongCommand("finetune", 64, "FILE is missing"),
  WrongCommand("finetune talks.jsonl --model base --rank 2 --out new", 64, "--rank", "lora"),
  WrongCommand("finetune talks.jsonl --model base --method last --last-blocks 3 --out new", 64, "--last-blocks"),
  WrongCommand("finetune talks.jsonl --model base --method lora --maps query,nose --out new", 64, "nose"),
  WrongCommand("finetune talks.jsonl --model base --method lora --rank 99 --out new", 64, "rank"),
  WrongCommand("finetune one.jsonl --model base --validation 0.99999999999 --out new", 65, "held out"),
  WrongCommand("finetune nowhere.jsonl --model base --out new", 66, "nowhere.jsonl"),
  WrongCommand("finetune talks.jsonl --model nowhere --out new", 66, "nowhere"),
  WrongCommand("finetune --resume --rank 2 --out base", 64, "--rank"),
  WrongCommand("merge --model base --out new", 64, "--adapter"),
  WrongCommand("merge --model base --adapter nowhere --out new", 66, "nowhere"),
])
func wrongCommandsAreRefused(command: WrongCommand) throws { try base.expectRefusal(command) }
