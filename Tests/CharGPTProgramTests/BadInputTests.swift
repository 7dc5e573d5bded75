import Foundation
import TestSupport
import Testing

/// A folder with faulty texts and models.
private func faultyFolder() throws -> Program {
  let program = try Program()
  try program.write(smallText(), to: "text.txt")
  try program.write("", to: "empty.txt")
  try program.write("too short", to: "short.txt")
  try (Data("A fine start, ".utf8) + Data([0xFF, 0xFE]) + Data(smallText().utf8)).write(to: program.file("latin.txt"))
  for name in ["folder", "words"] {
    try FileManager.default.createDirectory(at: program.file(name), withIntermediateDirectories: true)
  }
  let training = try program.run(["train", "text.txt", "--out", "good", "--steps", "1", "--quiet"] + tinyShape)
  precondition(training.status == 0, training.errors)
  for name in ["cut", "foreign", "garbage", "unclear", "other"] {
    try FileManager.default.copyItem(at: program.file("good"), to: program.file(name))
  }
  let model = try Data(contentsOf: program.file("good/model.safetensors"))
  try model.prefix(model.count - 100).write(to: program.file("cut/model.safetensors"))
  try Data("PK\u{3}\u{4} not a model at all".utf8).write(to: program.file("foreign/model.safetensors"))
  try Data([2, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]).write(to: program.file("garbage/model.safetensors"))
  try program.write("{}", to: "unclear/config.json")
  try program.write(#"{"program": "word2vec 0.1.0"}"#, to: "words/config.json")
  try program.write(#"{"layer": 2}"#, to: "wrong.json")
  try program.write("0 1 2\n", to: "ids.txt")
  let other = try program.run(
    [
      "train", "text.txt", "--out", "wider", "--steps", "1", "--quiet", "--preset", "gpt2", "--layers", "1", "--heads",
      "2",
    ]
      + ["--embedding", "32", "--context", "16", "--batch", "4"])
  precondition(other.status == 0, other.errors)
  try FileManager.default.removeItem(at: program.file("other/model.safetensors"))
  try FileManager.default.copyItem(
    at: program.file("wider/model.safetensors"), to: program.file("other/model.safetensors"))
  return program
}

private let folder: Program = {
  do { return try faultyFolder() } catch { fatalError("\(error)") }
}()

@Test(arguments: [
  WrongCommand("train nowhere.txt --out new", 66, "nowhere.txt"),
  WrongCommand("train folder --out new", 66, "folder", "no .txt file"),
  WrongCommand("train empty.txt --out new", 65, "empty.txt", "empty"),
  WrongCommand("train short.txt --out new --preset gpt2", 65, "9", "65"),
  WrongCommand("train latin.txt --out new", 65, "latin.txt", "0xFF", "14", "--lossy"),
  WrongCommand("train text.txt --out new --preset gpt2 --heads 3", 64, "3 heads", "128"),
  WrongCommand("train text.txt --out new --layers 0", 64, "--layers", "1"),
  WrongCommand("train text.txt --out new --steps -5", 64, "--steps", "-5"),
  WrongCommand("train text.txt --out new --learning-rate 0", 64, "--learning-rate"),
  WrongCommand("train text.txt --out new --learning-rate nan", 64, "--learning-rate", "nan"),
  WrongCommand("train text.txt --out new --dropout 1", 64, "--dropout"),
  WrongCommand("train text.txt --out new --validation 1", 64, "--validation"),
  WrongCommand("train text.txt --out new --floor 0", 64, "--floor"),
  WrongCommand("train text.txt --out new --preset gpt2 --evaluate-stride 65", 64, "--evaluate-stride 65", "64"),
  WrongCommand("evaluate text.txt --model good --stride 17", 64, "--stride 17", "16"),
  WrongCommand("evaluate text.txt --model good --stride 0", 64, "--stride"),
  WrongCommand("train text.txt --out new --first-batch 7", 64, "--first-batch 7", "--batch 6"),
  WrongCommand("train text.txt --out new --first-context 129", 64, "--first-context 129", "--context 128"),
  WrongCommand("train text.txt --out new --preset gpt2 --memory-bits 12", 64, "--memory-bits", "--memory 6"),
  WrongCommand("train text.txt --out new --layer 2", 64, "--layer", "--layers"),
  WrongCommand("train text.txt --out new --layers two", 64, "--layers", "two"),
  WrongCommand("train text.txt --out new --preset huge", 64, "huge", "modern"),
  WrongCommand("train text.txt --out new --context 600", 65, "601", "6010"),
  WrongCommand("train text.txt --out new --steps 99999999999999999", 64, "--steps"),
  WrongCommand("train text.txt --out new --batch 9223372036854775807", 64, "--batch"),
  WrongCommand("train text.txt --out new --layers 4096 --embedding 65536 --heads 64", 64, "memory"),
  WrongCommand("parameters --layers 16777216", 64, "layers"),
  WrongCommand("parameters --embedding 16777216 --layers 200", 64, "embedding"),
  WrongCommand("evaluate text.txt --model good --batch 9223372036854775807", 64, "--batch"),
  WrongCommand("bench --repeats 1000000000000", 64, "--repeats"),
  WrongCommand("train text.txt --out text.txt/run", 73, "text.txt/run"),
  WrongCommand("train text.txt --out /proc/run", 73, "/proc/run"),
  WrongCommand("train", 64, "FILE"),
  WrongCommand("trian text.txt", 64, "trian", "train"),
  WrongCommand("sample --model nowhere", 66, "nowhere"),
  WrongCommand("sample --model folder", 66, "folder", "config.json"),
  WrongCommand("sample --model text.txt", 64, "text.txt is a file"),
  WrongCommand("train --resume --out words", 65, "words holds a model of word2vec"),
  WrongCommand("sample --model good --prompt Zürich#", 65, "\u{FC}", "#", "Z"),
  WrongCommand("sample --model good --tokens 0", 64, "--tokens"),
  WrongCommand("sample --model good --top-p 2", 64, "--top-p"),
  WrongCommand("sample --model good --samples 0", 64, "--samples", "from 1 to 10000"),
  WrongCommand("sample --model good --samples many", 64, "--samples", "many"),
  WrongCommand("sample --model good --sample 2", 64, "--sample", "--samples"),
  WrongCommand("sample --model cut", 65, "cut/model.safetensors"),
  WrongCommand("sample --model foreign", 65, "foreign/model.safetensors"),
  WrongCommand("sample --model garbage", 65, "garbage/model.safetensors", "token.weight"),
  WrongCommand("sample --model other", 65, "other/model.safetensors", "token.weight", "shape"),
  WrongCommand("sample --model unclear", 65, "unclear/config.json"),
  WrongCommand("next --model good --prompt Zürich", 65, "Z"),
  WrongCommand("evaluate latin.txt --model good", 65, "latin.txt"),
  WrongCommand("evaluate nowhere.txt --model good", 66, "nowhere.txt"),
  WrongCommand("parameters --heads 5 --embedding 128", 64, "5 heads", "128"),
  WrongCommand("bench --repeats 0", 64, "--repeats"),
  WrongCommand("train text.txt --out new --minimum-learning-rate 1", 64, "1.0 is above", "0.004"),
  WrongCommand("parameters --model good --layers 3", 64, "--layers", "--model"),
  WrongCommand("sample --model good --threads 100000", 64, "--threads", "128"),
  WrongCommand("sample --model good/model.safetensors", 64, "is a file", "--model good"),
  WrongCommand("sample --model words", 65, "words holds a model of word2vec", "word2vec"),
  WrongCommand("logits ids.txt --model good --out text.txt", 73, "text.txt already exists", "--overwrite"),
  WrongCommand("logits ids.txt --model good --out ids.txt --overwrite", 73, "ids.txt is an input"),
  WrongCommand("logits ids.txt --model good --out good/config.json --overwrite", 73, "inside good"),
  WrongCommand("generate --model good", 64, "generate", "sample"),
  WrongCommand("train text.txt --out new --lr 1e-3", 64, "--lr", "--learning-rate"),
  WrongCommand("train text.txt --out new --batch-size 3", 64, "--batch-size", "--batch"),
  WrongCommand("train text.txt --out new --max-iters 3", 64, "--max-iters", "--steps"),
  WrongCommand("train text.txt --out new --epochs 3", 64, "--epochs", "--steps"),
  WrongCommand("train text.txt --out_dir new", 64, "--out_dir", "--out"),
  WrongCommand("train text.txt --out new --config wrong.json", 65, "wrong.json", "layer", "layers"),
  WrongCommand("train text.txt --out new --config text.txt", 65, "text.txt", "JSON"),
  WrongCommand("train text.txt --out new --config nowhere.json", 66, "nowhere.json"),
  WrongCommand("text.txt", 64, "text.txt", "train text.txt"),
])
func mistakesGetAClearMessageAndLeaveNothingBehind(_ command: WrongCommand) throws {
  try folder.expectRefusal(command)
}

@Test func lossyReplacesInvalidUTF8() throws {
  let program = try faultyFolder()
  defer { program.remove() }
  let result = try program.run(["train", "latin.txt", "--out", "lossy", "--lossy", "--steps", "1"] + tinyShape)
  #expect(result.status == 0, "\(result.errors)")
  #expect(try program.text("lossy/tokenizer.json").contains("\u{FFFD}"))
}

@Test(arguments: [
  ["train", "text.txt", "--out", ""], ["export", "--model", ""], ["import", "good", "--out="], ["sample", "--model="],
  ["logits", "text.txt", "--model", "good", "--out", ""],
  ["import", "", "--out", "new"], ["train", "", "--out", "new"],
])
func anEmptyPathIsRefused(arguments: [String]) throws {
  let before = try folder.contents()
  let result = try folder.run(arguments)
  #expect(result.status == 64 && result.output.isEmpty)
  #expect(result.errors.hasPrefix("char-gpt: ") && result.errors.contains(" must not be empty\n"), "\(result.errors)")
  #expect(try folder.contents() == before)
}
