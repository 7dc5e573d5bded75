import Foundation
import TestSupport
import Testing

/// A folder with a trained model, created once.
private let trained: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    let result = try program.run(["train", "text.txt", "--out", "run", "--steps", "60", "--quiet"] + tinyShape)
    precondition(result.status == 0 && result.errors.isEmpty, result.errors)
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test func sampleContinuesThePromptTheSameWayForTheSameSeed() throws {
  let command = ["sample", "--model", "run", "--prompt", "the goat", "--tokens", "50", "--seed", "1337"]
  let first = try trained.run(command)
  #expect(first.status == 0 && first.output.hasPrefix("the goat"))
  // The prompt, fifty characters, and a final newline.
  #expect(first.output.count == 8 + 50 + 1)
  #expect(try trained.run(command).output == first.output)
  #expect(try trained.run(command.dropLast() + ["2"]).output != first.output)
}

@Test func withoutASeedEachCallWritesAnotherTextAndPrintsItsSeed() throws {
  let command = ["sample", "--model", "run", "--tokens", "50"]
  let (first, second) = (try trained.run(command), try trained.run(command))
  #expect(first.output != second.output)
  let seed = try #require(first.errors.firstMatch(of: /seed (\d+)/)?.1)
  #expect(try trained.run(command + ["--seed", String(seed)]).output == first.output)
  #expect(try trained.run(command + ["--quiet"]).errors.isEmpty)
  let answer = try object(trained.run(command + ["--json"]).output)
  let again = try object(trained.run(command + ["--json", "--seed", "\(try #require(answer["seed"] as? Int))"]).output)
  #expect(answer["text"] as? String == again["text"] as? String)
}

@Test func temperatureZeroAndTopOneAlwaysTakeTheLikeliest() throws {
  let command = ["sample", "--model", "run", "--tokens", "40"]
  let cold = try trained.run(command + ["--temperature", "0", "--seed", "1"]).output
  #expect(try trained.run(command + ["--temperature", "0", "--seed", "2"]).output == cold)
  #expect(try trained.run(command + ["--top-k", "1", "--seed", "3"]).output == cold)
  #expect(try trained.run(command + ["--top-p", "0.000001", "--seed", "4"]).output == cold)
}

@Test func sampleGoesPastTheContextLength() throws {
  let text = try object(trained("sample", "--model", "run", "--tokens", "100", "--json").output)["text"] as? String
  #expect(text?.count == 100)
}

@Test func aSampleDoesNotDependOnTheNumberOfSamples() throws {
  let command = ["sample", "--model", "run", "--prompt", "the goat", "--tokens", "50", "--seed", "1337"]
  let single = try trained.run(command).output
  #expect(try trained.run(command + ["--samples", "1"]).output == single)
  let three = try trained.run(command + ["--samples", "3"]).output
  let lines = (1...3).map { "--- sample \($0) of 3 ---\n" }
  #expect(three.hasPrefix(lines[0] + single + lines[1] + "the goat"))
  #expect(three.count == lines.joined().count + 3 * (8 + 50 + 1))
  func samples(_ count: Int) throws -> [String] {
    let answer = try object(trained.run(command + ["--json", "--samples", "\(count)"]).output)
    #expect(answer["prompt"] as? String == "the goat")
    #expect((answer["text"] as? String != nil) == (count == 1))
    return try #require(answer["samples"] as? [String])
  }
  let all = try samples(18)
  #expect(all.count == 18 && Set(all).count > 10 && all.allSatisfy { $0.count == 50 })
  #expect(try samples(3) == Array(all.prefix(3)))
  #expect(try samples(1) == Array(all.prefix(1)))
  #expect(three == zip(lines, all).map { "\($0)the goat\($1)\n" }.joined())
}

@Test func withoutAModelTheLatestRunIsUsed() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(try program("sample").status == 66)
  #expect(try program.run(["train", "text.txt", "--steps", "1"] + tinyShape).status == 0)
  let sample = try program("sample", "--tokens", "5")
  #expect(sample.status == 0)
  // Which model was chosen is said.
  #expect(sample.errors.hasPrefix("using runs/text-char-gpt, the latest model"), "\(sample.errors)")
  #expect(try program("sample", "--tokens", "5", "--quiet").errors.isEmpty)
}

@Test func aPathWithSpacesIsQuotedInSuggestions() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program.run(["train", "text.txt", "--out", "my run", "--steps", "1"] + tinyShape)
  #expect(result.errors.contains(#"Next:  swift run char-gpt sample --model "my run""#), "\(result.errors)")
}

@Test func evaluateLeavesOutUnknownCharactersAndSaysSo() throws {
  let text = String(smallText().suffix(600))
  try trained.write(text, to: "known.txt")
  try trained.write(text.replacing("e", with: "e\u{E9}4"), to: "unknown.txt")
  let known = try trained("evaluate", "known.txt", "--model", "run")
  let unknown = try trained("evaluate", "unknown.txt", "--model", "run")
  let count = 2 * text.count { $0 == "e" }
  #expect(unknown.status == 0 && unknown.output == known.output)
  #expect(unknown.errors.contains("\(count) characters (") && unknown.errors.contains("left out"), "\(unknown.errors)")
  let answer = try object(trained("evaluate", "unknown.txt", "--model", "run", "--json", "--quiet").output)
  #expect(answer["unknown"] as? Int == count)
  #expect(answer["bits_per_token"] as? Double == answer["bits_per_character"] as? Double)
}

@Test func nextShowsFallingProbabilities() throws {
  let result = try trained("next", "--model", "run", "--prompt", "the ", "--count", "100", "--json")
  let rows = try #require(try object(result.output)["next"] as? [[String: Any]])
  let probabilities = rows.compactMap { $0["probability"] as? Double }
  #expect(probabilities.count == Set(smallText().unicodeScalars).count)
  #expect(probabilities == probabilities.sorted(by: >))
  #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
  let table = try trained("next", "--model", "run", "--prompt", "the ", "--count", "3")
  #expect(table.output.split(separator: "\n").count == 2 + 3 && table.output.contains(" %"))
}

@Test func evaluateAgreesWithTheValidationLossOfTheRun() throws {
  // The validation split is the last tenth of the text.
  try trained.write(String(smallText().suffix(600)), to: "last.txt")
  let result = try trained("evaluate", "last.txt", "--model", "run")
  let figures = result.figures
  let lines = try trained.text("run/metrics.jsonl").split(separator: "\n")
  let losses = try lines.compactMap { try object(String($0))["validation_loss"] as? Double }
  let best = try #require(losses.min()), loss = try #require(figures["loss_nats_per_token"])
  #expect(abs(loss - best) < 1e-5)
  #expect(abs(try #require(figures["bits_per_character"]) - loss / log(2)) < 1e-4)
  #expect(abs(try #require(figures["perplexity"]) - exp(loss)) < 1e-3)
  #expect(figures["tokens"] == 599)
}

@Test func parametersCountsGPT2WithoutAllocatingIt() throws {
  let shape = ["--layers", "12", "--heads", "12", "--embedding", "768", "--context", "1024", "--vocabulary", "50257"]
  let table = try trained.run(["parameters"] + shape)
  #expect(table.status == 0 && table.output.contains("124,439,808"))
  let counted = try object(trained.run(["parameters", "--json"] + shape).output)
  #expect(counted["parameters"] as? Int == 124_439_808)
  let rows = try #require(counted["rows"] as? [[String: Any]])
  #expect(rows.compactMap { $0["total"] as? Int }.reduce(0, +) == 124_439_808)
  // Fewer by the biases and norm shifts of width 768: 12 x (2 x 768 + 3 x 768 + 768 + 4 x 768 + 768) + 768.
  let bare = try object(trained.run(["parameters", "--json", "--no-bias"] + shape).output)
  #expect(bare["parameters"] as? Int == 124_439_808 - 12 * 11 * 768 - 768)
}

@Test func parametersOfATrainedModelMatchItsFile() throws {
  let counted = try object(trained("parameters", "--model", "run", "--json").output)
  let size = try Data(contentsOf: trained.file("run/model.safetensors")).count
  let parameters = try #require(counted["parameters"] as? Int)
  #expect(parameters * 4 < size && size < parameters * 4 + 4096)
}

@Test func benchPrintsItsFiveFigures() throws {
  let result = try trained.run(["bench", "--repeats", "8"] + tinyShape)
  #expect(result.status == 0)
  let figures = result.figures
  #expect(
    Set(figures.keys) == [
      "step_ms_median", "step_ms_best", "tokens_per_second", "gflops", "percent_of_peak",
    ])
  #expect(figures.values.allSatisfy { $0 > 0 })
  #expect(try #require(figures["step_ms_best"]) <= figures["step_ms_median"]!)
}

@Test(arguments: ["train", "sample", "next", "evaluate", "parameters", "logits", "export", "import", "bench"])
func everyCommandHasHelp(command: String) throws {
  let help = try trained(command, "--help")
  #expect(help.status == 0 && help.errors.isEmpty && help.output.contains("char-gpt \(command)"))
  #expect(try trained("--help").output.contains("  \(command) "))
}
