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

@Test func nextShowsWhatEachStepLeaves() throws {
  let command = [
    "next", "--model", "run", "--prompt", "the goat", "--temperature", "0.5", "--top-k", "3", "--min-p", "0.9",
  ]
  let table = try trained.run(command + ["--repetition-penalty", "1.5", "--count", "5"]).output
  let lines = table.split(separator: "\n")
  #expect(lines.count == 2 + 5 && lines[0].hasPrefix("next"))
  for title in ["model", "repetition penalty 1.5", "temperature 0.5", "top-k 3", "min-p 0.9"] {
    #expect(lines[0].contains("  \(title)"), "\(table)")
  }
  // At least one token is left, and at most three were.
  #expect(lines.dropFirst(2).map { $0.count { $0 == "%" } }.max() == 5 && lines.last?.count { $0 == "%" } ?? 9 <= 3)
  let answer = try object(trained.run(command + ["--count", "100", "--json"]).output)
  let steps = try #require(answer["steps"] as? [[String: Any]])
  #expect(steps.compactMap { $0["step"] as? String } == ["model", "temperature", "top-k", "min-p"])
  let counts = steps.compactMap { ($0["next"] as? [Any])?.count }
  #expect(counts[2] == 3 && (answer["next"] as? [Any])?.count == counts[3] && counts[0] == counts[1])
  #expect(try object(trained("next", "--model", "run", "--json").output)["steps"] == nil)
}

@Test func aSampleEndsBeforeAStopText() throws {
  let command = ["sample", "--model", "run", "--prompt", "the goat", "--tokens", "200", "--seed", "5"]
  let whole = try trained.run(command).output.dropLast()
  let written = whole.dropFirst(8)
  // Two characters somewhere in the middle of the sample, which may occur earlier too.
  let stop = String(written.dropFirst(40).prefix(2))
  let expected = "the goat" + (written.range(of: stop).map { written[..<$0.lowerBound] } ?? "")
  let escaped = stop.replacing("\n", with: "\\n")
  #expect(try trained.run(command + ["--stop", escaped]).output == expected + "\n")
  #expect(try trained.run(command + ["--stop", "@@", "--stop", escaped]).output == expected + "\n")
  let json = try object(trained.run(command + ["--stop", escaped, "--json"]).output)
  #expect("the goat\(json["text"] as? String ?? "")" == expected)
  // Each of several samples ends on its own, and they are shown in order.
  let three = try trained.run(command + ["--samples", "3", "--stop", escaped]).output
  #expect(three.hasPrefix("--- sample 1 of 3 ---\n\(expected)\n--- sample 2 of 3 ---\nthe goat"))
  #expect(three.contains("--- sample 3 of 3 ---\nthe goat"))
}

@Test func minPAndTheRepetitionPenaltyChangeTheSample() throws {
  let command = ["sample", "--model", "run", "--prompt", "the goat", "--tokens", "60", "--seed", "5"]
  let cold = try trained.run(command + ["--temperature", "0"]).output
  #expect(try trained.run(command + ["--min-p", "1"]).output == cold)
  #expect(try trained.run(command + ["--temperature", "0", "--repetition-penalty", "3"]).output != cold)
}

@Test func beamsAreTheLikeliestTextsFirst() throws {
  let command = ["sample", "--model", "run", "--prompt", "the goat", "--tokens", "10"]
  let answer = try object(trained.run(command + ["--beams", "4", "--json"]).output)
  let beams = try #require(answer["beams"] as? [[String: Any]])
  let logProbabilities = beams.compactMap { $0["log_probability"] as? Double }
  #expect(logProbabilities.count == 4 && logProbabilities == logProbabilities.sorted(by: >) && logProbabilities[0] < 0)
  #expect(answer["text"] as? String == beams[0]["text"] as? String)
  let shown = try trained.run(command + ["--beams", "4"]).output
  #expect(shown.hasPrefix("--- beam 1 of 4: log-probability -") && shown.contains("---\nthe goat"))
  let greedy = try trained.run(command + ["--temperature", "0", "--seed", "1"]).output
  #expect(try trained.run(command + ["--beams", "1"]).output.hasSuffix("---\n\(greedy)"))
  // Texts that end at a space are shorter.
  let stopped = try object(
    trained.run(command + ["--beams", "4", "--stop", " ", "--length-penalty", "1", "--json"]).output)
  let texts = try #require(stopped["beams"] as? [[String: Any]]).compactMap { $0["text"] as? String }
  #expect(texts.allSatisfy { !$0.contains(" ") } && Set(texts.map(\.count)).count > 1)
}

@Test func aDrafterChangesNothingAtTemperatureZeroAndIsReported() throws {
  let ngram = Program("ngram", in: trained)
  #expect(
    try ngram("train", "text.txt", "--order", "4", "--validation", "0.5", "--out", "counts", "--quiet").status == 0)
  #expect(try ngram("train", "text.txt", "--level", "word", "--out", "words", "--quiet").status == 0)
  let small = [
    "train", "text.txt", "--out", "small", "--steps", "20", "--quiet", "--preset", "gpt2", "--layers", "1", "--heads",
    "1",
  ]
  #expect(try trained.run(small + ["--embedding", "8", "--context", "8", "--batch", "4"]).status == 0)
  let command = ["sample", "--model", "run", "--prompt", "the goat", "--tokens", "80", "--seed", "5"]
  let greedy = try trained.run(command + ["--temperature", "0"]).output
  for draft in ["counts", "small", "run"] {
    let result = try trained.run(command + ["--temperature", "0", "--draft", draft, "--draft-tokens", "3"])
    #expect(result.output == greedy)
    #expect(result.errors.contains("were accepted") && result.errors.contains("characters per second, without it"))
    let drawn = try trained.run(command + ["--draft", draft, "--samples", "2", "--json", "--quiet"])
    let answer = try object(drawn.output), counts = try #require(answer["draft"] as? [String: Any])
    #expect((answer["samples"] as? [String])?.map(\.count) == [80, 80] && drawn.errors.isEmpty)
    let rate = try #require(counts["acceptance_rate"] as? Double)
    #expect(draft == "run" ? rate > 0.99 : rate > 0.1 && rate < 0.99, "\(draft) \(rate)")
  }
  let words = try trained.run(command + ["--draft", "words"])
  #expect(words.status == 65 && words.errors.contains("is a model of words"))
  try trained.write(String(smallText().replacing("Q", with: "").replacing("w", with: "")), to: "fewer.txt")
  #expect(try trained.run(["train", "fewer.txt", "--out", "fewer", "--steps", "1", "--quiet"] + tinyShape).status == 0)
  let fewer = try trained.run(command + ["--draft", "fewer"])
  #expect(fewer.status == 65 && fewer.errors.contains("lacks 1 character of the model"), "\(fewer.errors)")
}

@Test(arguments: [
  WrongCommand("sample --model run --beams 3 --temperature 1", 64, "so --temperature has no effect", "Leave out"),
  WrongCommand("sample --model run --beams 3 --min-p 0.1", 64, "so --min-p has no effect"),
  WrongCommand("sample --model run --beams 3 --draft run", 64, "so --draft has no effect"),
  WrongCommand("sample --model run --length-penalty 1", 64, "there is no --beams"),
  WrongCommand("sample --model run --draft-tokens 1", 64, "there is no --draft"),
  WrongCommand("sample --model run --draft nowhere", 66, "nowhere"),
  WrongCommand("sample --model run --min-p 2", 64, "from 0 to 1"),
  WrongCommand("next --model run --repetition-penalty 0", 64, "above 0"),
  WrongCommand("sample --model run --num-beams 2", 64, "Here it is --beams."),
])
func optionsThatWouldChangeNothingAreRefused(command: WrongCommand) throws {
  try trained.expectRefusal(command, leaving: [])
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
  let shape = [
    "--preset", "gpt2", "--layers", "12", "--heads", "12", "--embedding", "768", "--context", "1024", "--vocabulary",
    "50257",
  ]
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
