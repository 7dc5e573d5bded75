import Foundation
import TestSupport
import Testing

/// A wrong command: what is wrong with it, the exit code, and words that the message must have.
struct Mistake: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  let status: Int32
  let words: [String]
  var testDescription: String { arguments.joined(separator: " ") }

  init(_ command: String, _ status: Int32, _ words: String...) {
    arguments = command.split(separator: " ").map(String.init)
    self.status = status
    self.words = words
  }
}

/// A folder with texts and models to go wrong with.
private func spoiledFolder() throws -> Program {
  let program = try Program()
  try program.write(smallText(), to: "text.txt")
  try program.write("", to: "empty.txt")
  try program.write("too short", to: "short.txt")
  try (Data("A fine start, ".utf8) + Data([0xFF, 0xFE]) + Data(smallText().utf8)).write(to: program.file("latin.txt"))
  try FileManager.default.createDirectory(at: program.file("folder"), withIntermediateDirectories: true)
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
  let other = try program.run(
    ["train", "text.txt", "--out", "wider", "--steps", "1", "--quiet", "--layers", "1", "--heads", "2"]
      + ["--embedding", "32", "--context", "16", "--batch", "4"])
  precondition(other.status == 0, other.errors)
  try FileManager.default.removeItem(at: program.file("other/model.safetensors"))
  try FileManager.default.copyItem(
    at: program.file("wider/model.safetensors"), to: program.file("other/model.safetensors"))
  return program
}

private let folder: Program = {
  do { return try spoiledFolder() } catch { fatalError("\(error)") }
}()

@Test(arguments: [
  Mistake("train nowhere.txt --out new", 66, "nowhere.txt"),
  Mistake("train folder --out new", 66, "folder", "a folder"),
  Mistake("train empty.txt --out new", 65, "empty.txt", "empty"),
  Mistake("train short.txt --out new", 65, "9", "65"),
  Mistake("train latin.txt --out new", 65, "latin.txt", "0xFF", "14", "--lossy"),
  Mistake("train text.txt --out new --heads 3", 64, "3 heads", "128"),
  Mistake("train text.txt --out new --layers 0", 64, "--layers", "1"),
  Mistake("train text.txt --out new --steps -5", 64, "--steps", "-5"),
  Mistake("train text.txt --out new --learning-rate 0", 64, "--learning-rate"),
  Mistake("train text.txt --out new --learning-rate nan", 64, "--learning-rate", "nan"),
  Mistake("train text.txt --out new --dropout 1", 64, "--dropout"),
  Mistake("train text.txt --out new --validation 1", 64, "--validation"),
  Mistake("train text.txt --out new --layer 2", 64, "--layer", "--layers"),
  Mistake("train text.txt --out new --layers two", 64, "--layers", "two"),
  Mistake("train text.txt --out new --preset huge", 64, "huge", "small"),
  Mistake("train text.txt --out new --context 600", 65, "601", "6010"),
  Mistake("train text.txt --out new --steps 99999999999999999", 64, "--steps"),
  Mistake("train text.txt --out new --batch 9223372036854775807", 64, "--batch"),
  Mistake("train text.txt --out new --layers 4096 --embedding 65536 --heads 64", 64, "memory"),
  Mistake("parameters --layers 16777216", 64, "layers"),
  Mistake("parameters --embedding 16777216 --layers 200", 64, "embedding"),
  Mistake("evaluate text.txt --model good --batch 9223372036854775807", 64, "--batch"),
  Mistake("bench --steps 1000000000000", 64, "--steps"),
  Mistake("train text.txt --out text.txt/run", 73, "text.txt/run"),
  Mistake("train text.txt --out /proc/run", 73, "/proc/run"),
  Mistake("train", 64, "FILE"),
  Mistake("trian text.txt", 64, "trian", "train"),
  Mistake("sample --model nowhere", 66, "nowhere"),
  Mistake("sample --model folder", 66, "folder", "config.json"),
  Mistake("sample --model text.txt", 66, "text.txt"),
  Mistake("sample --model good --prompt Zürich#", 65, "\u{FC}", "#", "Z"),
  Mistake("sample --model good --tokens 0", 64, "--tokens"),
  Mistake("sample --model good --top-p 2", 64, "--top-p"),
  Mistake("sample --model good --samples 0", 64, "--samples", "from 1 to 10000"),
  Mistake("sample --model good --samples many", 64, "--samples", "many"),
  Mistake("sample --model good --sample 2", 64, "--sample", "--samples"),
  Mistake("sample --model cut", 65, "cut/model.safetensors"),
  Mistake("sample --model foreign", 65, "foreign/model.safetensors"),
  Mistake("sample --model garbage", 65, "garbage/model.safetensors", "token.weight"),
  Mistake("sample --model other", 65, "other/model.safetensors", "token.weight", "shape"),
  Mistake("sample --model unclear", 65, "unclear/config.json"),
  Mistake("next --model good --prompt Zürich", 65, "Z"),
  Mistake("evaluate latin.txt --model good", 65, "latin.txt"),
  Mistake("evaluate nowhere.txt --model good", 66, "nowhere.txt"),
  Mistake("parameters --heads 5 --embedding 128", 64, "5 heads", "128"),
  Mistake("bench --steps 0", 64, "--steps"),
])
func mistakesGetAClearLineAndLeaveNothingBehind(_ mistake: Mistake) throws {
  let result = try folder.run(mistake.arguments)
  #expect(result.status == mistake.status, "\(result.errors)")
  #expect(result.output.isEmpty)
  #expect((1...2).contains(result.errors.split(separator: "\n").count), "\(result.errors)")
  #expect(result.errors.hasPrefix("char-gpt: "))
  for word in mistake.words { #expect(result.errors.contains(word), "\(word) is not in: \(result.errors)") }
  #expect(!FileManager.default.fileExists(atPath: folder.file("new").path))
}

@Test func lossyReplacesWhatIsNotUTF8() throws {
  let program = try spoiledFolder()
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
