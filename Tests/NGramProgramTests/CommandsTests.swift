import Foundation
import TestSupport
import Testing

/// A folder with a character model and a word model, created once.
private let trained: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    for level in ["character", "word"] {
      let result = try program("train", "text.txt", "--level", level, "--order", "4", "--out", level, "--quiet")
      precondition(result.status == 0 && result.errors.isEmpty, result.errors)
    }
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test(arguments: ["character", "word"])
func sampleContinuesThePromptTheSameWayForTheSameSeed(model: String) throws {
  let command = ["sample", "--model", model, "--prompt", "the ferry", "--tokens", "60", "--seed", "1"]
  let first = try trained.run(command)
  #expect(first.status == 0 && first.output.hasPrefix("the ferry") && first.errors.isEmpty)
  #expect(try trained.run(command).output == first.output)
  #expect(try trained.run(command.dropLast() + ["2"]).output != first.output)
  let cold = try trained.run(command + ["--temperature", "0"]).output
  #expect(try trained.run(command.dropLast() + ["5", "--top-k", "1"]).output == cold)
  #expect(try trained.run(command.dropLast() + ["6", "--top-p", "0.0001"]).output == cold)
  #expect(try trained.run(command + ["--temperature", "0.8"]).output == first.output)
  let answer = try object(trained.run(command + ["--json"]).output)
  #expect("the ferry\(answer["text"] as? String ?? "")\n" == first.output && answer["prompt"] as? String == "the ferry")
}

@Test func sampleDrawsAnewInEachCallAndSaysTheSeed() throws {
  let command = ["sample", "--model", "character", "--tokens", "200"]
  let one = try trained.run(command), other = try trained.run(command)
  #expect(one.status == 0 && one.output != other.output)
  let seed = try #require(one.errors.firstMatch(of: /^seed (\d+)/)?.1)
  #expect(try trained.run(command + ["--seed", String(seed)]).output == one.output)
  let answer = try object(trained.run(command + ["--json", "--quiet"]).output)
  let told = try #require(answer["seed"] as? Int)
  #expect(try trained.run(command + ["--seed", "\(told)"]).output == "\(answer["text"] as? String ?? "")\n")
  #expect(try trained.run(command + ["--quiet"]).errors.isEmpty)
}

@Test func theModelThatIsUsedWithoutBeingNamedIsSaid() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(try program("train", "text.txt", "--quiet").status == 0)
  for command in [
    ["sample"], ["next"], ["evaluate", "text.txt"], ["compress", "text.txt"], ["export", "--out", "a"],
  ] {
    let result = try program.run(command)
    #expect(result.status == 0 && result.errors.contains("using runs/text-ngram, the latest model"), "\(command)")
    let quiet = try program.run(
      command + ["--quiet"] + (["compress", "export"].contains(command[0]) ? ["--overwrite"] : []))
    #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(command): \(quiet.errors)")
  }
}

@Test func sampledWordsAreWordsOfTheText() throws {
  let known = Set(smallText().split(whereSeparator: \.isWhitespace))
  let sample = try trained("sample", "--model", "word", "--tokens", "500").output
  #expect(sample.split(whereSeparator: \.isWhitespace).allSatisfy(known.contains))
  #expect(!sample.contains("  ") && !sample.contains("\n ") && sample.split(separator: "\n").count > 20)
}

@Test func nextShowsFallingProbabilitiesAndTheirOrders() throws {
  let all = try object(trained("next", "--model", "character", "--prompt", "the ", "--count", "100", "--json").output)
  let rows = try #require(all["next"] as? [[String: Any]])
  let probabilities = rows.compactMap { $0["probability"] as? Double }
  // All characters, <unk> and </s>.
  #expect(probabilities.count == Set(smallText().unicodeScalars).count + 2)
  #expect(probabilities == probabilities.sorted(by: >) && abs(probabilities.reduce(0, +) - 1) < 1e-5)
  #expect(rows.first?["order"] as? Int == 4 && rows.last?["order"] as? Int == 1)
  let table = try trained("next", "--model", "word", "--prompt", "an old", "--count", "3")
  #expect(table.output.split(separator: "\n").count == 2 + 3 && table.output.contains("clock") && table.errors.isEmpty)
  let unknown = try trained("next", "--model", "word", "--prompt", "an odd zebra")
  #expect(unknown.status == 0 && unknown.errors.contains("2 tokens that the model never saw"))
}

@Test func nextAppliesTemperatureTopKAndTopPLikeSample() throws {
  func rows(_ options: String...) throws -> [[String: Any]] {
    let command = ["next", "--model", "character", "--prompt", "the ", "--count", "100", "--json"]
    return try #require(object(trained.run(command + options).output)["next"] as? [[String: Any]])
  }
  func probabilities(_ rows: [[String: Any]]) -> [Double] { rows.compactMap { $0["probability"] as? Double } }
  let plain = probabilities(try rows())
  let cold = try rows("--temperature", "0.5"), squares = plain.map { $0 * $0 }
  let expected = squares.map { $0 / squares.reduce(0, +) }
  #expect(zip(probabilities(cold), expected).allSatisfy { abs($0 - $1) < 1e-5 } && cold.count == plain.count)
  #expect(cold.first?["order"] as? Int == 4)
  let three = probabilities(try rows("--top-k", "3"))
  #expect(
    three.count == 3 && abs(three.reduce(0, +) - 1) < 1e-6 && abs(three[0] / three[1] - plain[0] / plain[1]) < 1e-4)
  #expect(try probabilities(rows("--temperature", "0")) == [1])
  #expect(try probabilities(rows("--top-p", "1e-9")) == [1])
  let near = probabilities(try rows("--min-p", "0.3"))
  #expect(near.count == plain.count { $0 >= 0.3 * plain[0] } && near.count < plain.count)
  // Each token of the prompt gets its probability to the power of the penalty.
  let first = try #require(try rows().first?["token"] as? String)
  let command = ["next", "--model", "character", "--prompt", "the ", "--count", "100", "--json"]
  let answer = try object(trained.run(command + ["--repetition-penalty", "2", "--top-k", "90"]).output)
  let steps = try #require(answer["steps"] as? [[String: Any]])
  #expect(steps.compactMap { $0["step"] as? String } == ["model", "repetition penalty", "top-k"])
  #expect(steps.compactMap { $0["setting"] as? Double } == [2, 90])
  func rank(_ step: Int) throws -> Int? {
    try #require(steps[step]["next"] as? [[String: Any]]).firstIndex { $0["token"] as? String == "t" }
  }
  #expect(try rank(1) ?? 0 >= rank(0) ?? 0 && !first.isEmpty)
}

@Test func nextShowsATableOfTheStepsWithTheOrders() throws {
  let table = try trained(
    "next", "--model", "word", "--prompt", "an old", "--temperature", "2", "--top-p", "0.5", "--count", "4"
  ).output
  let lines = table.split(separator: "\n")
  #expect(lines.count == 2 + 4 && table.hasPrefix("next"))
  for title in ["order", "model", "temperature 2", "top-p 0.5"] { #expect(lines[0].contains("  \(title)"), "\(table)") }
  #expect(lines[2].contains("clock") && lines[2].count { $0 == "%" } == 3)
}

@Test(arguments: ["character", "word"]) func aSampleEndsBeforeAStopText(model: String) throws {
  let command = ["sample", "--model", model, "--prompt", "the ferry", "--tokens", "120", "--seed", "1"]
  let whole = try trained.run(command).output.dropLast(), written = whole.dropFirst(9)
  // Across the border between two tokens.
  let stop = String(written.dropFirst(30).prefix(4))
  let expected = "the ferry" + (written.range(of: stop).map { written[..<$0.lowerBound] } ?? "")
  let stopped = try trained.run(command + ["--stop", stop.replacing("\n", with: "\\n")])
  #expect(stopped.output == expected + "\n")
  let answer = try object(trained.run(command + ["--stop", stop.replacing("\n", with: "\\n"), "--json"]).output)
  #expect("the ferry\(answer["text"] as? String ?? "")" == expected)
}

@Test func minPAndTheRepetitionPenaltyChangeTheSample() throws {
  let command = ["sample", "--model", "character", "--prompt", "the ferry", "--tokens", "60", "--seed", "1"]
  let cold = try trained.run(command + ["--temperature", "0"]).output
  #expect(try trained.run(command + ["--min-p", "1"]).output == cold)
  #expect(try trained.run(command + ["--temperature", "0", "--repetition-penalty", "4"]).output != cold)
}

@Test func theEndsOfLinesAreToldInTheTableOfNext() throws {
  try trained.write("anna\nbob\nclara\nanna\nbob\n", to: "names.txt")
  for (sentences, end) in [("line", "</s> (end of line)"), ("text", "\\n (end of line)")] {
    let folder = "names-\(sentences)"
    let options = ["--order", "3", "--validation", "0", "--sentences", sentences, "--quiet", "--out", folder]
    #expect(try trained.run(["train", "names.txt"] + options).status == 0)
    let table = try trained("next", "--model", folder, "--prompt", "anna", "--count", "1").output
    #expect(table.contains("\n\(end)  "), "\(table)")
    let answer = try object(trained("next", "--model", folder, "--prompt", "anna", "--count", "1", "--json").output)
    let token = (answer["next"] as? [[String: Any]])?.first?["token"] as? String
    #expect(token == (sentences == "line" ? "</s>" : "\n"))
  }
}

@Test func evaluateExplainsEachToken() throws {
  try trained.write("the ferry sees zebra\n", to: "one.txt")
  let answer = try object(trained("evaluate", "one.txt", "--model", "word", "--explain", "--json").output)
  let rows = try #require(answer["predictions"] as? [[String: Any]])
  #expect(rows.compactMap { $0["token"] as? String } == ["the", "ferry", "sees", "<unk>", "</s>"])
  let loss = try #require(answer["loss_nats_per_token"] as? Double)
  #expect(abs(loss * 5 + rows.compactMap { $0["log_probability"] as? Double }.reduce(0, +)) < 1e-9)
  #expect(answer["unknown_tokens"] as? Int == 1 && answer["tokens"] as? Int == 5)
  let bits = try #require(answer["bits_per_character"] as? Double)
  #expect(abs(bits - loss * 5 / log(2) / 21) < 1e-9)
  let table = try trained("evaluate", "one.txt", "--model", "word", "--explain")
  #expect(table.output.contains("log-probability") && table.figures["tokens"] == 5)
  #expect(try #require(table.figures["perplexity"]) > table.figures["perplexity_without_unknown"]!)
}

@Test(arguments: ["character", "word"])
func anExportedModelKeepsItsPerplexity(model: String) throws {
  try trained.write(smallText(lines: 20), to: "twenty.txt")
  let arpa = "\(model).arpa", folder = "from-\(model)"
  #expect(try trained("export", "--out", arpa, "--model", model).status == 0)
  #expect(try trained("export", "--out", arpa, "--model", model).status == 73)
  #expect(try trained("export", "--out", arpa, "--model", model, "--overwrite").status == 0)
  #expect(try trained.text(arpa).hasPrefix("\\data\\\nngram 1="))
  let imported = try trained("import", arpa, "--out", folder)
  #expect(imported.status == 0 && imported.errors.contains("the tokens are \(model)s"), "\(imported.errors)")
  #expect(try trained("import", arpa, "--level", model, "--out", folder, "--overwrite").output == imported.output)
  let expected = try trained("evaluate", "twenty.txt", "--model", model).figures
  let found = try trained("evaluate", "twenty.txt", "--model", folder).figures
  #expect(
    abs(try #require(found["perplexity"]) - expected["perplexity"]!) < 1e-4 && found["tokens"] == expected["tokens"])
}

@Test(arguments: ["train", "sample", "next", "evaluate", "compress", "decompress", "export", "import"])
func everyCommandHasHelp(command: String) throws {
  let help = try trained(command, "--help")
  #expect(help.status == 0 && help.errors.isEmpty && help.output.contains("ngram \(command)"))
  #expect(help.output.contains("--json") && help.output.contains("--quiet"))
  // The choices of an option are named once.
  for choices in ["line or text", "character or word"] {
    #expect(help.output.replacing("\n", with: " ").components(separatedBy: choices).count <= 2, "\(help.output)")
  }
  #expect(try trained("--help").output.contains("  \(command) "))
}
