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
  let command = ["sample", "--model", model, "--prompt", "the ferry", "--tokens", "60"]
  let first = try trained.run(command)
  #expect(first.status == 0 && first.output.hasPrefix("the ferry"))
  #expect(try trained.run(command).output == first.output)
  #expect(try trained.run(command + ["--seed", "2"]).output != first.output)
  let cold = try trained.run(command + ["--temperature", "0"]).output
  #expect(try trained.run(command + ["--top-k", "1", "--seed", "5"]).output == cold)
  #expect(try trained.run(command + ["--top-p", "0.0001", "--seed", "6"]).output == cold)
  let answer = try object(trained.run(command + ["--json"]).output)
  #expect("the ferry\(answer["text"] as? String ?? "")\n" == first.output && answer["prompt"] as? String == "the ferry")
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

@Test func evaluateExplainsEachToken() throws {
  try trained.write("the ferry sees zebra\n", to: "one.txt")
  let answer = try object(trained("evaluate", "one.txt", "--model", "word", "--explain", "--json").output)
  let rows = try #require(answer["predictions"] as? [[String: Any]])
  #expect(rows.compactMap { $0["token"] as? String } == ["the", "ferry", "sees", "<unk>", "</s>"])
  let figures = try #require(answer["figures"] as? [String: Any])
  let loss = try #require(figures["loss_nats_per_token"] as? Double)
  #expect(abs(loss * 5 + rows.compactMap { $0["log_probability"] as? Double }.reduce(0, +)) < 1e-9)
  #expect(figures["unknown_tokens"] as? Int == 1 && figures["tokens"] as? Int == 5)
  let bits = try #require(figures["bits_per_character"] as? Double)
  #expect(abs(bits - loss * 5 / log(2) / 21) < 1e-9)
  let table = try trained("evaluate", "one.txt", "--model", "word", "--explain")
  #expect(table.output.contains("log-probability") && table.figures["tokens"] == 5)
  #expect(try #require(table.figures["perplexity"]) > table.figures["perplexity_without_unknown"]!)
}

@Test(arguments: ["character", "word"])
func anExportedModelKeepsItsPerplexity(model: String) throws {
  try trained.write(smallText(lines: 20), to: "twenty.txt")
  let arpa = "\(model).arpa", folder = "from-\(model)"
  #expect(try trained("export", arpa, "--model", model).status == 0)
  #expect(try trained("export", arpa, "--model", model).status == 73)
  #expect(try trained("export", arpa, "--model", model, "--overwrite").status == 0)
  #expect(try trained.text(arpa).hasPrefix("\\data\\\nngram 1="))
  #expect(try trained("import", arpa, "--level", model, "--out", folder).status == 0)
  let expected = try trained("evaluate", "twenty.txt", "--model", model).figures
  let found = try trained("evaluate", "twenty.txt", "--model", folder).figures
  #expect(
    abs(try #require(found["perplexity"]) - expected["perplexity"]!) < 1e-4 && found["tokens"] == expected["tokens"])
}

@Test(arguments: ["train", "sample", "next", "evaluate", "compress", "decompress", "export", "import"])
func everyCommandHasHelp(command: String) throws {
  let help = try trained(command, "--help")
  #expect(help.status == 0 && help.errors.isEmpty && help.output.contains("ngram \(command)"))
  #expect(try trained("--help").output.contains("  \(command) "))
}
