import Foundation
import Testing
import TestSupport

/// A text of short paragraphs, with lines broken anywhere.
private func book(paragraphs: Int = 60) -> String {
  (0..<paragraphs).map { i in
    "the \(["old", "new"][i % 2]) ship left\nthe \(["harbor", "island"][i / 2 % 2]) at\nnoon\n"
  }.joined(separator: "\n")
}

private func program() throws -> Program {
  let program = try Program("word2vec")
  try program.write(book(), to: "book.txt")
  return program
}

private func config(_ program: Program, _ run: String) throws -> [String: Any] {
  try object(program.text(run + "/config.json"))
}

@Test func aRunIsRepeatedFromItsConfig() throws {
  let program = try program()
  defer { program.remove() }
  for options in [
    ["--embedding", "7", "--subsample", "0.01", "--epochs", "3"], ["--objective", "hierarchical-softmax"],
    ["--objective", "softmax", "--pattern", "spaces"], ["--method", "cbow", "--sentences", "text"],
    ["--method", "glove", "--embedding", "5"],
  ] {
    let first = try program.run(["train", "book.txt", "--out", "one", "--overwrite", "--quiet"] + options)
    #expect(first.status == 0, "\(first.errors)")
    let second = try program(
      "train", "--config", "one/config.json", "--out", "two", "--overwrite", "--quiet")
    #expect(second.status == 0, "\(options): \(second.errors)")
    for name in ["config.json", "vectors.txt", "vocabulary.json"] {
      #expect(try program.text("one/\(name)") == program.text("two/\(name)"), "\(options): \(name)")
    }
  }
}

@Test func theConfigHasTheNamesOfTheOptions() throws {
  let program = try program()
  defer { program.remove() }
  #expect(try program("train", "book.txt", "--out", "run", "--quiet").status == 0)
  let config = try config(program, "run")
  let training = try #require(config["training"] as? [String: Any]),
    words = try #require(config["words"] as? [String: Any])
  #expect(
    training.keys.sorted() == [
      "embedding", "epochs", "learning_rate", "method", "minimum_learning_rate", "negative", "objective", "seed",
      "subsample", "window",
    ])
  #expect(words.keys.sorted() == ["lossy", "minimum_count", "pattern", "sentences"])
  #expect(config["vocabulary"] as? Int == 9)
}

@Test func optionsOfATextFollowFromIt() throws {
  let program = try program()
  defer { program.remove() }
  let result = try program("train", "book.txt", "--out", "run")
  let training = try #require(config(program, "run")["training"] as? [String: Any])
  let words = try #require(config(program, "run")["words"] as? [String: Any])
  #expect(training["epochs"] as? Int == 100 && words["sentences"] as? String == "paragraph")
  #expect(result.errors.contains("100 epochs, because the text is small"), "\(result.errors)")
  #expect(result.errors.contains("a sentence is a paragraph here") && result.errors.contains("480 words are few"))
  // At most about twenty lines are printed.
  #expect(result.errors.split(separator: "\n").count { $0.hasPrefix("epoch ") } == 20)
  let chosen = try program(
    "train", "book.txt", "--out", "chosen", "--epochs", "2", "--sentences", "line", "--subsample", "0")
  #expect(!chosen.errors.contains("because"), "\(chosen.errors)")
  // Softmax is too slow for more.
  #expect(try program("train", "book.txt", "--out", "soft", "--objective", "softmax", "--quiet").status == 0)
  #expect((try config(program, "soft")["training"] as? [String: Any])?["epochs"] as? Int == 5)
}

/// As earlier versions recorded a run: other names, and the words in `vocabulary.txt`.
private func makeOld(_ run: String, _ program: Program) throws {
  let config = try config(program, run), training = try #require(config["training"] as? [String: Any])
  var options = training
  for (new, old) in [("embedding", "dimensions"), ("subsample", "sample")] {
    options[old] = options.removeValue(forKey: new)
  }
  options["method"] = nil
  var old = config
  (old["words"], old["training"]) = (nil, nil)
  let method = training["method"] as? String
  old["settings"] =
    [
      "method": method ?? "", method == "glove" ? "glove" : "word2vec": options, "split": "words",
      "sentences": "paragraph", "minimum_count": 5, "lossy": false,
    ] as [String: Any]
  let words = try #require(object(program.text(run + "/vocabulary.json"))["words"] as? [String])
  for folder in [run, run + "/last"] {
    try JSONSerialization.data(withJSONObject: old).write(to: program.file(folder + "/config.json"))
    try FileManager.default.removeItem(at: program.file(folder + "/vocabulary.json"))
    try program.write(words.map { $0 + "\n" }.joined(), to: folder + "/vocabulary.txt")
  }
}

@Test(arguments: ["skip-gram", "glove"]) func aRunOfAnEarlierVersionIsResumedAndRepeated(method: String) throws {
  let program = try program()
  defer { program.remove() }
  let own = method == "glove" ? ["--maximum-count", "20"] : ["--subsample", "0.01", "--negative", "3"]
  let options = ["--method", method, "--embedding", "6", "--epochs", "4", "--quiet"] + own
  #expect(try program.run(["train", "book.txt", "--out", "run"] + options).status == 0)
  let (vectors, record) = try (program.text("run/vectors.txt"), program.text("run/config.json"))
  try makeOld("run", program)
  let repeated = try program("train", "--config", "run/config.json", "--out", "again", "--quiet")
  #expect(repeated.status == 0, "\(repeated.errors)")
  #expect(try program.text("again/vectors.txt") == vectors)
  try FileManager.default.removeItem(at: program.file("run/vectors.txt"))
  let result = try program("train", "--resume", "--out", "run", "--quiet")
  #expect(result.status == 0, "\(result.errors)")
  #expect(try program.text("run/vectors.txt") == vectors && program.text("run/config.json") == record)
  #expect(try !program.contents().contains("run/vocabulary.txt"))
}

@Test func resumingAFinishedRunSaysSo() throws {
  let program = try program()
  defer { program.remove() }
  #expect(try program("train", "book.txt", "--out", "my run", "--epochs", "2", "--quiet").status == 0)
  let result = try program("train", "--resume", "--out", "my run")
  #expect(result.status == 0 && result.output.hasPrefix("my run: loss "))
  #expect(result.errors.contains("\"my run\" is finished: 2 epochs done; for more, start a new run with --epochs\n"))
  #expect(!result.errors.contains("resuming"))
  // What comes next can be pasted.
  #expect(
    result.errors.contains("plot --model \"my run\"\n") && result.errors.contains("look at \"my run/report.html\"\n"))
  #expect(try program("train", "--resume", "--out", "my run", "--quiet").errors.isEmpty)
}

@Test func formerNamesOfOptionsStillWork() throws {
  let program = try program()
  defer { program.remove() }
  let result = try program.run(
    ["train", "book.txt", "--out", "run", "--dimensions", "4", "--sample", "0", "--split", "words", "--epochs", "1"])
  #expect(
    result.errors.hasPrefix(
      """
      --dimensions is now called --embedding
      --sample is now called --subsample
      --split is now called --pattern

      """))
  let config = try config(program, "run")
  #expect((config["training"] as? [String: Any])?["embedding"] as? Int == 4)
  #expect((config["words"] as? [String: Any])?["pattern"] as? String == "letters")
  #expect(try program("parameters", "--dimensions", "2", "--json").errors == "--dimensions is now called --embedding\n")
}
