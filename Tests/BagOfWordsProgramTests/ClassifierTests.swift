import Foundation
import Testing
import TestSupport

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A folder with a classifier of each kind.
private let program: Program = {
  do {
    let program = try Program()
    try program.write(labeledLines(), to: "lines.tsv")
    for kind in ["logistic", "naive-bayes"] {
      let result = try program.run(["train", "lines.tsv", "--classifier", kind, "--out", kind])
      precondition(result.status == 0, result.errors)
    }
    return program
  } catch { fatalError("\(error)") }
}()

@Test func trainWritesTheRunFolder() throws {
  #expect(
    try program.contents().filter { $0.hasPrefix("logistic/") } == [
      "logistic/config.json", "logistic/loss.svg", "logistic/metrics.jsonl", "logistic/model.safetensors",
      "logistic/vocabulary.json",
    ])
  #expect(
    try program.contents().filter { $0.hasPrefix("naive-bayes/") } == [
      "naive-bayes/config.json", "naive-bayes/model.safetensors", "naive-bayes/vocabulary.json",
    ])
  let lines = try program.text("logistic/metrics.jsonl").split(separator: "\n").map { try object(String($0)) }
  #expect(lines.map { $0["step"] as? Int } == Array(0..<lines.count))
  #expect(abs(try #require(lines[0]["validation_loss"] as? Double) - log(2)) < 1e-6)
  let losses = lines.compactMap { $0["train_loss"] as? Double }
  #expect(losses.count == lines.count && zip(losses, losses.dropFirst()).allSatisfy { $0 >= $1 })
  #expect(losses[losses.count - 1] < losses[0] - 0.3)
  #expect(try #require(lines.last?["gradient_norm"] as? Double) <= 1e-9)
  #expect(XMLParser(data: try Data(contentsOf: program.file("logistic/loss.svg"))).parse())
  let config = try object(program.text("naive-bayes/config.json"))
  let model = try #require(config["model"] as? [String: Any])
  #expect(model["classes"] as? [String] == ["bad", "good"] && config["alpha"] as? Int == 1 && config["c"] == nil)
}

@Test(arguments: ["logistic", "naive-bayes"]) func bothClassifiersLearnALearnableText(kind: String) throws {
  let trained = try program("train", "lines.tsv", "--classifier", kind, "--out", "again-\(kind)", "--json")
  let outcome = try object(trained.output)
  let heldOut = try #require(outcome["held_out"] as? [String: Any])
  #expect(heldOut["accuracy"] as? Double == 1 && heldOut["texts"] as? Int == 12)
  let confusion = try #require(heldOut["confusion"] as? [[Int]])
  #expect(confusion[0][1] == 0 && confusion[1][0] == 0 && confusion[0][0] + confusion[1][1] == 12)
  // The majority class of the training set, as a share of the held-out set.
  let labels = labeledLines().split(separator: "\n").map { $0.hasPrefix("good") }
  let learned = labels.enumerated().filter { $0.offset % 5 != 4 },
    kept = labels.enumerated().filter { $0.offset % 5 == 4 }
  let isGood = learned.count { $0.element } > learned.count { !$0.element }
  #expect(heldOut["baseline"] as? Double == Double(kept.count { $0.element == isGood }) / 12)
  let evaluated = try program("evaluate", "lines.tsv", "--model", kind)
  #expect(evaluated.figures["accuracy"] == 1 && evaluated.figures["texts"] == 60)
  #expect(evaluated.output.contains("actual \\ predicted"))
}

@Test func classifyShowsProbabilitiesEvidenceAndUnknownWords() throws {
  let answer = try object(
    program("classify", "Warm honey for the unheard-of", "--model", "naive-bayes", "--json").output)
  #expect(answer["predicted"] as? String == "good" && answer["unknown"] as? [String] == ["for", "unheard", "of"])
  let classes = try #require(answer["classes"] as? [[String: Any]])
  let probabilities = classes.compactMap { $0["probability"] as? Double }
  #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6 && probabilities[1] > 0.8)
  let evidence = try #require(answer["evidence"] as? [[String: Any]])
  #expect(Set(evidence.compactMap { $0["term"] as? String }) == ["warm", "honey", "the"])
  #expect(evidence[0]["term"] as? String == "warm")
  let text = try program("classify", "cold rain", "--model", "logistic")
  #expect(text.output.contains("bad") && text.output.contains(" %") && !text.output.contains("Unknown"))
  let unknown = try program("classify", "zebra", "--model", "logistic")
  #expect(unknown.status == 0 && unknown.output.contains("No term") && unknown.output.contains("(ignored): zebra"))
  #expect(unknown.output.contains("bias") && !unknown.output.contains("how many texts"))
  #expect(try program("classify", "", "--model", "naive-bayes").output.contains("how many texts each class had"))
}

@Test func theBiasAndTheWordsAddUpToTheEvidence() throws {
  let answer = try object(program("classify", "cold rain", "--model", "logistic", "--json").output)
  let words = try #require(answer["evidence"] as? [[String: Any]]).compactMap { $0["weight"] as? Double }
  let bias = try #require(answer["bias"] as? Double)
  let classes = try #require(answer["classes"] as? [[String: Any]]).compactMap { $0["probability"] as? Double }
  // Of two classes, the evidence is the logarithm of the odds.
  let odds = log(try #require(classes.max()) / classes.min()!)
  #expect(abs(bias + words.reduce(0, +) - odds) < 1e-4)
  let table = try program("classify", "cold rain", "--model", "logistic", "--count", "1").output
  #expect(table.contains("(bias, before any word)") && table.contains("(1 other term)") && table.contains("sum"))
}

@Test func controlCharactersInLabelsDoNotReachTheTerminal() throws {
  let lines = labeledLines().replacingOccurrences(of: "good\t", with: "go\u{1B}[31mod\t")
  try program.write(lines, to: "control.tsv")
  let outputs = [
    try program("train", "control.tsv", "--out", "control"), try program("words", "--model", "control"),
    try program("classify", "warm", "--model", "control"), try program("evaluate", "control.tsv", "--model", "control"),
  ]
  for result in outputs {
    #expect(result.status == 0 && result.output.contains(#"go\u001b[31mod"#), "\(result.output)")
    #expect(!(result.output + result.errors).contains("\u{1B}"))
  }
  let refused = try program("evaluate", "control.tsv", "--model", "logistic")
  #expect(refused.status == 65 && !refused.errors.contains("\u{1B}"))
}

@Test func aRelabeledFileCountsAsAnotherText() throws {
  try program.write(labeledLines().replacingOccurrences(of: "good\t", with: "fine\t"), to: "relabeled.tsv")
  let fingerprints = try ["lines", "relabeled"].map { name in
    #expect(try program.run(["train", "\(name).tsv", "--out", "of-\(name)"]).status == 0)
    let config = try object(program.text("of-\(name)/config.json"))
    #expect(config["texts"] as? Int == 60)
    return try #require((config["text"] as? [String: Any])?["fingerprint"] as? String)
  }
  #expect(fingerprints[0] != fingerprints[1])
}

@Test func wordsShowsTheHeaviestTermsOfEachClass() throws {
  let result = try program("words", "--model", "logistic", "--count", "3", "--out", "words.svg")
  #expect(result.status == 0 && result.output.contains("warm"))
  #expect(XMLParser(data: try Data(contentsOf: program.file("words.svg"))).parse())
  #expect(try program.text("words.svg").contains(">warm<"))
  let classes = try #require(
    object(program("words", "--model", "naive-bayes", "--count", "4", "--json").output)["classes"] as? [[String: Any]])
  #expect(classes.compactMap { $0["name"] as? String } == ["bad", "good"])
  let terms = try #require(classes[1]["terms"] as? [[String: Any]])
  let weights = terms.compactMap { $0["weight"] as? Double }
  #expect(weights.count == 4 && weights == weights.sorted(by: >) && weights[0] > 0)
}

@Test(arguments: ["2", "3", "7"]) func theModelIsTheSameOnAnyThreadCount(threads: String) throws {
  let program = try Program()
  defer { program.remove() }
  // Large enough for the work to be split across threads.
  try program.write(labeledLines(4000), to: "lines.tsv")
  for (folder, threads) in [("one", "1"), ("many", threads)] {
    let result = try program(
      "train", "lines.tsv", "--out", folder, "--steps", "20", "--values", "tf-idf", "--order", "1-2", "--threads",
      threads)
    #expect(result.status == 0, "\(result.errors)")
  }
  for name in ["model.safetensors", "vocabulary.json"] {
    #expect(try Data(contentsOf: program.file("one/\(name)")) == Data(contentsOf: program.file("many/\(name)")))
  }
}

@Test func aRunSaysWhetherItReachedTheMinimum() throws {
  func train(_ options: String...) throws -> (result: Program.Result, fit: [String: Any]) {
    let result = try program.run(["train", "lines.tsv", "--out", "fits", "--overwrite"] + options)
    #expect(result.status == 0, "\(result.errors)")
    return (result, try #require(object(program.text("fits/config.json"))["fit"] as? [String: Any]))
  }
  let (reached, fit) = try train("--c", "100")
  #expect(fit["converged"] as? Bool == true)
  #expect(reached.figures["converged"] == 1 && reached.figures["gradient"] ?? 1 <= 1e-9)
  #expect(reached.figures["steps"].map { Int($0) } == fit["steps_taken"] as? Int)
  #expect(!reached.errors.contains("before the minimum"))
  #expect(try !program.text("fits/loss.svg").contains("stopped before the minimum"))

  let (short, shortFit) = try train("--c", "100", "--steps", "4")
  #expect(shortFit["converged"] as? Bool == false && shortFit["steps_taken"] as? Int == 4)
  #expect(short.figures["converged"] == 0 && short.figures["steps"] == 4 && short.figures["gradient"] ?? 0 > 1e-9)
  #expect(short.errors.contains("Stopped before the minimum, after 4 steps") && short.errors.contains("--steps"))
  #expect(try program.text("fits/loss.svg").contains("stopped before the minimum"))

  // A script that reads JSON, with remarks off, sees it too.
  let json = try train("--steps", "4", "--json", "--quiet").result
  #expect((try object(json.output)["fit"] as? [String: Any])?["converged"] as? Bool == false && json.errors.isEmpty)
  let (coarse, coarseFit) = try train("--tolerance", "0.01")
  #expect(coarseFit["converged"] as? Bool == true && coarse.figures["gradient"] ?? 1 <= 0.01)
  let (_, impossible) = try train("--tolerance", "1e-15", "--c", "1e9")
  #expect(impossible["converged"] != nil)
}

/// The validation loss is lowest long before the minimum of the training loss, whose model is kept and evaluated.
@Test func thePictureMarksTheStepWhoseModelIsKept() throws {
  try program.write(
    labeledLines(100).split(separator: "\n").enumerated().map { i, line in
      // Half of the held-out labels are wrong, so confidence is punished.
      i % 10 == 4 ? (line.hasPrefix("good") ? "bad" + line.dropFirst(4) : "good" + line.dropFirst(3)) : String(line)
    }.joined(separator: "\n") + "\n", to: "confused.tsv")
  #expect(try program.run(["train", "confused.tsv", "--out", "marked", "--c", "1000"]).status == 0)
  let lines = try program.text("marked/metrics.jsonl").split(separator: "\n").map { try object(String($0)) }
  let losses = lines.compactMap { $0["validation_loss"] as? Double }
  let last = try #require(lines.last?["step"] as? Int), picture = try program.text("marked/loss.svg")
  #expect(try #require(lines.last?["validation_loss"] as? Double) > #require(losses.min()))
  #expect(picture.contains("kept ") && picture.contains(" at step \(last)") && !picture.contains("best "))
}

@Test func csvTrainsTheSameModelAsTheSameLines() throws {
  let rows = labeledLines().split(separator: "\n").map { $0.split(separator: "\t") }
  let csv = "n,review,stars\n" + rows.enumerated().map { "\($0),\"\($1[1]),\n\"\"so\"\"\",\($1[0])\n" }.joined()
  try program.write(csv, to: "lines.csv")
  try program.write(rows.map { "\($0[0])\t\($0[1]) so\n" }.joined(), to: "so.tsv")
  let options = ["--classifier", "naive-bayes", "--overwrite", "--validation", "0"]
  let columns = ["--label", "stars", "--text", "review"]
  #expect(try program.run(["train", "lines.csv", "--out", "csv"] + options + columns).status == 0)
  #expect(try program.run(["train", "so.tsv", "--out", "tsv"] + options).status == 0)
  #expect(
    try Data(contentsOf: program.file("csv/model.safetensors"))
      == Data(contentsOf: program.file("tsv/model.safetensors")))
  #expect(try program.run(["evaluate", "lines.csv", "--model", "csv"] + columns).figures["accuracy"] == 1)
}

@Test func theLatestRunOfThisProgramIsUsedAndRunsAreNumbered() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(labeledLines(), to: "lines.tsv")
  #expect(try program("classify", "warm").status == 66)
  for _ in 0..<2 {
    #expect(try program("train", "lines.tsv", "--classifier", "naive-bayes", "--quiet").errors.isEmpty)
  }
  #expect(
    try FileManager.default.contentsOfDirectory(atPath: program.file("runs").path).sorted() == [
      "lines-bag-of-words", "lines-bag-of-words-2",
    ])
  #expect(try program("classify", "warm sun").status == 0)
}

@Test(arguments: ["vectors", "train", "classify", "evaluate", "words", "nearest", "bench"])
func everyCommandHasHelp(command: String) throws {
  let help = try program(command, "--help")
  #expect(help.status == 0 && help.errors.isEmpty && help.output.contains("bag-of-words \(command)"))
  #expect(try program("--help").output.contains("  \(command) "))
}
