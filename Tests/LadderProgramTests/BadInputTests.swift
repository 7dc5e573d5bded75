import Foundation
import TestSupport
import Testing

/// A folder with faulty texts and folders.
private let folder: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    try program.write("", to: "empty.txt")
    try program.write("a short text", to: "short.txt")
    try (Data("A fine start, ".utf8) + Data([0xFF, 0xFE])).write(to: program.file("latin.txt"))
    for name in ["folder", "done", "model"] {
      try FileManager.default.createDirectory(at: program.file(name), withIntermediateDirectories: true)
    }
    try program.write("{}", to: "done/ladder.json")
    try program.write(#"{"gpt_steps": 0}"#, to: "wrong.json")
    try program.write("", to: "model/model.safetensors")
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test(arguments: [
  WrongCommand("run nowhere.txt --out new", 66, "nowhere.txt"),
  WrongCommand("run folder --out new", 66, "folder"),
  WrongCommand("run empty.txt --out new", 65, "empty.txt", "empty"),
  WrongCommand("run short.txt --out new", 65, "too short"),
  WrongCommand("run text.txt --validation 0.001 --out new", 65, "too short"),
  WrongCommand("run latin.txt --out new", 65, "latin.txt", "0xFF", "--lossy"),
  WrongCommand("run text.txt --out new --validation 0", 64, "--validation"),
  WrongCommand("run text.txt --out new --validation 1", 64, "--validation"),
  WrongCommand("run text.txt --out new --gpt-steps 0", 64, "--gpt-steps"),
  WrongCommand("run text.txt --out new --mlp-steps few", 64, "--mlp-steps", "few"),
  WrongCommand("run text.txt --out new --rnn-steps 0", 64, "--rnn-steps"),
  WrongCommand("run text.txt --out new --lstm-steps some", 64, "--lstm-steps", "some"),
  WrongCommand("run text.txt --out new --size huge", 64, "--size", "tiny, small or baby"),
  WrongCommand("run text.txt --out new --layers 0", 64, "--layers"),
  WrongCommand("run text.txt --out new --context 1", 64, "--context"),
  WrongCommand("run text.txt --out new --heads 5", 64, "5 heads do not divide an embedding of 96 channels"),
  WrongCommand("run text.txt --out new --n-layer 2", 64, "--layers"),
  WrongCommand("run text.txt --out new --size tiny --embedding 3", 64, "2 heads"),
  WrongCommand("run text.txt --out -- ", 64, "--out"),
  WrongCommand("run text.txt --out new --context 4096", 65, "too short"),
  WrongCommand("run text.txt --out new --floor 0", 64, "--floor"),
  WrongCommand("run text.txt --out new --flor 1", 64, "--flor", "--floor"),
  WrongCommand("run text.txt --out new --threads 0", 64, "--threads"),
  WrongCommand("run text.txt --out done", 73, "done", "ladder.json", "--overwrite"),
  WrongCommand("run text.txt --out model --overwrite", 73, "model.safetensors"),
  WrongCommand("run text.txt --out text.txt", 73, "text.txt"),
  WrongCommand("run text.txt --out /proc/new", 73, "/proc/new"),
  WrongCommand("run text.txt more.txt", 64, "more.txt"),
  WrongCommand("climb text.txt", 64, "climb"),
  WrongCommand("text.txt", 64, "text.txt", "Did you mean ladder run text.txt?"),
  WrongCommand("train text.txt", 64, "ladder run"),
  WrongCommand("--gpt-steps=5 text.txt", 64, "Options come after the command: ladder run [FILE] --gpt-steps=5"),
  WrongCommand("run text.txt --out new --lr 1", 64, "--lr"),
  WrongCommand("run text.txt --out new --steps 100", 64, "--gpt-steps"),
  WrongCommand("run text.txt --out new --config nowhere.json", 66, "nowhere.json"),
  WrongCommand("run text.txt --out new --config wrong.json", 65, "wrong.json", "--gpt-steps", "\"0\""),
  WrongCommand("run done/ladder.json --out done --overwrite", 73, "done/ladder.json is an input"),
])
func mistakesGetAClearMessageAndLeaveNothingBehind(_ command: WrongCommand) throws {
  try folder.expectRefusal(command)
}

@Test func overwriteReplacesALadder() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  try FileManager.default.createDirectory(at: program.file("done"), withIntermediateDirectories: true)
  try program.write("{}", to: "done/ladder.json")
  let result = try program.run(["run", "text.txt", "--out", "done", "--overwrite"] + quick)
  #expect(result.status == 0, "\(result.errors)")
  #expect(try program.text("done/ladder.json").contains("5-gram"))
}
