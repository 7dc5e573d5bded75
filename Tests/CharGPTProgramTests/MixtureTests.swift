import Foundation
import TestSupport
import Testing

struct MixtureTests {
  private static let shape = [
    "--preset", "gpt2", "--layers", "1", "--heads", "2", "--embedding", "16", "--context", "16", "--batch", "4",
    "--evaluate-every", "4", "--seed", "3",
  ]

  /// A folder with two texts, with a mixture that draws almost everything from the shorter one.
  private func texts() throws -> Program {
    let program = try Program("char-gpt")
    try program.write((0..<200).map { "the ferry waits \($0)\n" }.joined(), to: "long.txt")
    try program.write((0..<40).map { "zum markt am \($0)\n" }.joined(), to: "short.txt")
    for (name, weight) in [("mixture.json", 99), ("other.json", 1)] {
      try program.write(
        #"{"sources": [{"file": "long.txt", "weight": 1}, {"file": "short.txt", "weight": \#(weight)}]}"#, to: name)
    }
    return program
  }

  private func train(_ program: Program, _ arguments: String...) throws -> Program.Result {
    try program.run(["train"] + arguments + Self.shape + ["--quiet"])
  }

  @Test func weightsDecideWhatIsLearned() throws {
    let program = try texts()
    defer { program.remove() }
    var losses: [Double] = []
    for mixture in ["mixture", "other"] {
      // With a validation part, the best model would be kept, and most of that part is of the longer text.
      let result = try train(
        program, "--mixture", "\(mixture).json", "--out", mixture, "--steps", "100", "--learning-rate", "1e-2",
        "--warmup", "5", "--validation", "0")
      #expect(result.status == 0, "\(result.errors)")
      losses.append(
        try #require(program("evaluate", "short.txt", "--model", mixture).figures["loss_nats_per_token"]))
    }
    #expect(losses[0] < losses[1] - 0.1, "\(losses)")
    let record = try object(program.text("mixture/config.json"))
    #expect(record["mixture"] as? String == "mixture.json")
    #expect((record["mixture_sources"] as? [[String: Any]])?.map { $0["weight"] as? Int } == [1, 99])
    #expect((record["text"] as? [String: Any])?["paths"] as? [String] == ["long.txt", "short.txt"])
  }

  @Test func aResumedRunEndsWithTheSameBits() throws {
    let program = try texts()
    defer { program.remove() }
    // A constant rate does not depend on the number of steps.
    for (name, steps) in [("whole", "12"), ("half", "8")] {
      let result = try train(
        program, "--mixture", "mixture.json", "--out", name, "--steps", steps, "--learning-rate", "1e-3",
        "--minimum-learning-rate", "1e-3", "--warmup", "0")
      #expect(result.status == 0, "\(result.errors)")
    }
    // The run keeps its mixture, even if the file changes.
    try program.write("{}", to: "mixture.json")
    let resumed = try program("train", "--resume", "--out", "half", "--steps", "12", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(
      try Data(contentsOf: program.file("half/last/model.safetensors"))
        == Data(contentsOf: program.file("whole/last/model.safetensors")))
  }

  @Test func aConfigurationRepeatsAMixture() throws {
    let program = try texts()
    defer { program.remove() }
    #expect(try train(program, "--mixture", "mixture.json", "--out", "one", "--steps", "4").status == 0)
    #expect(try program("train", "--config", "one/config.json", "--out", "two", "--quiet").status == 0)
    #expect(
      try Data(contentsOf: program.file("one/model.safetensors"))
        == Data(contentsOf: program.file("two/model.safetensors")))
  }

  @Test(arguments: [
    WrongCommand("train --mixture nowhere.json --out new", 66, "nowhere.json"),
    WrongCommand("train --mixture long.txt --out new", 65, "long.txt", "mixture"),
    WrongCommand("train long.txt --mixture mixture.json --out new", 64, "--mixture", "FILE"),
    WrongCommand("train --mixture mixture.json --out new --context 4000", 65, "long.txt", "too short"),
    WrongCommand("train --resume --mixture mixture.json --out run", 64, "--mixture"),
  ])
  func wrongCommandsAreRefused(command: WrongCommand) throws {
    let program = try texts()
    defer { program.remove() }
    try program.expectRefusal(command)
  }
}
