import Files
import Foundation
import TestSupport
import Testing
import Tokenizers

struct TokenizerTests {
  private static let shape = [
    "--preset", "gpt2", "--layers", "1", "--heads", "2", "--embedding", "16", "--context", "16", "--batch", "4",
    "--evaluate-every", "4", "--seed", "3", "--quiet",
  ]

  private static let text = (0..<120).map { "the ferry of the café waits for \($0) sailors\n" }.joined()

  /// A folder with a text, a byte-pair tokenizer in `tokens.json`, and the text as tokens.
  private func texts() throws -> (Program, BytePairTokenizer) {
    let program = try Program("char-gpt")
    try program.write(Self.text, to: "text.txt")
    let tokenizer = try BytePairTrainer.tokenizer(of: Self.text, vocabularySize: 290)
    try program.write(tokenizer.json(), to: "tokens.json")
    try TokenFile.write(to: program.file("text.tokens").path, for: tokenizer) { append in
      try append(tokenizer.encode(Self.text))
    }
    return (program, tokenizer)
  }

  private func train(_ program: Program, _ arguments: String...) throws {
    let result = try program.run(["train"] + arguments + Self.shape)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func aModelOfTokensReadsAndWritesText() throws {
    let (program, tokenizer) = try texts()
    defer { program.remove() }
    let trained = try program.run(
      ["train", "text.txt", "--tokenizer", "tokens.json", "--out", "run", "--steps", "60", "--learning-rate", "1e-2"]
        + Self.shape)
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.output.contains("nats per token") && trained.output.contains("bits per character"))
    #expect(try object(program.text("run/config.json"))["tokenizer"] as? String == "tokens.json")
    #expect(try program.text("run/loss.svg").contains("token"))
    // Whatever it writes is valid text, though a token can end inside the é.
    let sample = try program("sample", "--model", "run", "--seed", "1", "--tokens", "60", "--json")
    let written = try #require(try object(sample.output)["text"] as? String)
    #expect(sample.status == 0 && written.utf8.count > 60, "\(sample.errors)")
    let next = try program("next", "--model", "run", "--prompt", "the café waits", "--quiet")
    #expect(next.status == 0 && next.output.contains("\" f"), "\(next.output)")
    // The same loss three times: per token, per character and per byte.
    let evaluation = try program("evaluate", "text.txt", "--model", "run").figures
    let tokens = tokenizer.encode(Self.text), nats = try #require(evaluation["loss_nats_per_token"])
    #expect(evaluation["tokens"] == Double(tokens.count - 1))
    let first = tokenizer.bytes(of: tokens[0]).count, bits = nats / log(2) * Double(tokens.count - 1)
    let perCharacter = bits / Double(Self.text.unicodeScalars.count - first)
    let perByte = bits / Double(Self.text.utf8.count - first)
    #expect(abs(try #require(evaluation["bits_per_character"]) - perCharacter) < 1e-3)
    #expect(abs(try #require(evaluation["bits_per_byte"]) - perByte) < 1e-3)
  }

  @Test func aReportKnowsTheFloorOfTokensAsLongAsTheTextIsThere() throws {
    let (program, _) = try texts()
    defer { program.remove() }
    try train(
      program, "text.txt", "--tokenizer", "tokens.json", "--out", "runs/run", "--steps", "4", "--floor", "0.5")
    func floor(_ page: String) throws -> Substring? {
      try program.text(page).firstMatch(of: /"name":"floor","value":([0-9.]+)/)?.1
    }
    // A token has several characters, and 0.5 bits per character are 0.347 nats.
    let own = try #require(try floor("runs/run/report.html").flatMap { Double($0) })
    #expect(own > 2 * 0.347)
    let again = try program("report", "runs/run", "--out", "again.html")
    #expect(again.status == 0 && again.errors.isEmpty, "\(again.errors)")
    #expect(try floor("again.html").flatMap { Double($0) } == own)
    #expect(try program("runs").output.contains("nats per token"))
    try FileManager.default.removeItem(at: program.file("text.txt"))
    let without = try program("report", "runs/run", "--out", "without.html")
    #expect(without.status == 0 && without.errors.contains("the floor is left out"), "\(without.errors)")
    #expect(try floor("without.html") == nil)
  }

  @Test func allTokenizersAreEvaluatedOnTheSameCharacters() throws {
    let (program, tokenizer) = try texts()
    defer { program.remove() }
    try train(program, "text.txt", "--tokenizer", "tokens.json", "--out", "run", "--steps", "4")
    let summary = try program.run(
      ["train", "text.txt", "--tokenizer", "tokens.json", "--out", "again", "--steps", "4", "--json"] + Self.shape)
    let outcome = try object(summary.output)
    let loss = try #require(outcome["validation_loss"] as? Double)
    let bits = try #require(outcome["validation_bits_per_character"] as? Double)
    let scalars = Array(Self.text.unicodeScalars), start = Int(0.9 * Double(scalars.count))
    let heldOut = String(String.UnicodeScalarView(scalars[start...])), tokens = tokenizer.encode(heldOut)
    let characters = heldOut.unicodeScalars.count - tokenizer.bytes(of: tokens[0]).count
    #expect(abs(bits - loss / log(2) * Double(tokens.count - 1) / Double(characters)) < 1e-9)
  }

  @Test func aFileOfTokensTrainsInPlaceAndResumesWithTheSameBits() throws {
    let (program, _) = try texts()
    defer { program.remove() }
    for (name, steps) in [("whole", "12"), ("half", "8")] {
      try train(
        program, "text.tokens", "--tokenizer", "tokens.json", "--out", name, "--steps", steps, "--learning-rate",
        "1e-3",
        "--minimum-learning-rate", "1e-3", "--warmup", "0")
    }
    let resumed = try program("train", "--resume", "--out", "half", "--steps", "12", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(
      try Data(contentsOf: program.file("half/last/model.safetensors"))
        == Data(contentsOf: program.file("whole/last/model.safetensors")))
    #expect(try program("train", "--config", "whole/config.json", "--out", "two", "--quiet").status == 0)
    #expect(
      try Data(contentsOf: program.file("two/model.safetensors"))
        == Data(contentsOf: program.file("whole/model.safetensors")))
  }

  @Test func aResumedRunKeepsItsTokenizer() throws {
    let (program, _) = try texts()
    defer { program.remove() }
    try train(program, "text.txt", "--tokenizer", "tokens.json", "--out", "run", "--steps", "4")
    try program.write("{}", to: "tokens.json")
    let resumed = try program("train", "--resume", "--out", "run", "--steps", "8", "--quiet")
    #expect(resumed.status == 0, "\(resumed.errors)")
  }

  @Test(arguments: [
    WrongCommand("train text.tokens --out new", 64, "text.tokens", "--tokenizer"),
    WrongCommand("train text.tokens --tokenizer other.json --out new", 65, "text.tokens", "another tokenizer"),
    WrongCommand("train text.txt --tokenizer nowhere --out new", 66, "nowhere"),
    WrongCommand("train text.txt --tokenizer text.txt --out new", 65, "text.txt"),
    WrongCommand("train cut.tokens --tokenizer tokens.json --out new", 65, "cut.tokens", "cut short"),
    WrongCommand("train --resume --out run --tokenizer other.json", 64, "--tokenizer"),
    WrongCommand("mix text.txt --model run --out new", 65, "characters"),
  ])
  func wrongCommandsAreRefused(command: WrongCommand) throws {
    let (program, _) = try texts()
    defer { program.remove() }
    let other = try BytePairTrainer.tokenizer(of: Self.text, vocabularySize: 280)
    try program.write(other.json(), to: "other.json")
    let whole = try Data(contentsOf: program.file("text.tokens"))
    try whole.dropLast(3).write(to: program.file("cut.tokens"))
    try train(program, "text.txt", "--tokenizer", "tokens.json", "--out", "run", "--steps", "1")
    try program.expectRefusal(command)
  }
}
