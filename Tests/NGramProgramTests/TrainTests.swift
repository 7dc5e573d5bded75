import Foundation
import TestSupport
import Testing

@Test func trainWritesAModelFolderAndEvaluatesTheModel() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program("train", "text.txt", "--out", "run", "--order", "4")
  #expect(result.status == 0, "\(result.errors)")
  #expect(try program.contents() == ["run", "run/config.json", "run/model.ngram", "run/tokenizer.json", "text.txt"])
  #expect(result.output.contains("D3+") && result.errors.contains("Next:  swift run ngram sample --model run"))
  #expect(result.errors.contains("the last 10 % of the text, which the model has not counted (--validation 0 counts"))
  let config = try object(program.text("run/config.json"))
  #expect(config["level"] as? String == "character" && config["sentences"] as? String == "text")
  #expect(config["order"] as? Int == 4 && config["smoothing"] as? String == "kneser-ney")
  #expect((config["text"] as? [String: Any])?["bytes"] as? Int == smallText().utf8.count)
  #expect((config["orders"] as? [Any])?.count == 4)
  // The last tenth of the text by itself gives the same figures.
  let count = smallText().count
  try program.write(String(smallText().dropFirst(Int(0.9 * Double(count)))), to: "last.txt")
  let evaluated = try program("evaluate", "last.txt", "--model", "run")
  #expect(
    evaluated.figures == result.figures && result.figures["tokens"] == Double(count - Int(0.9 * Double(count)) + 1))
  #expect(try #require(result.figures["perplexity"]) < 3)
}

@Test func fallbackDiscountsAreReported() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write("a b c\na b\n", to: "text.txt")
  let arguments = ["train", "text.txt", "--level", "word", "--order", "2", "--validation", "0"]
  let result = try program.run(arguments + ["--out", "loud"])
  #expect(result.status == 0 && result.errors.contains("order 1") && result.errors.contains("0.5, 1 and 1.5"))
  let quiet = try program.run(arguments + ["--out", "still", "--quiet"])
  #expect(quiet.status == 0 && quiet.errors.isEmpty)
  let answer = try object(program.run(arguments + ["--out", "json", "--json"]).output)
  #expect(answer["out"] as? String == "json" && answer["tokens"] == nil && answer["elapsed_s"] is Double)
  let orders = try #require(answer["orders"] as? [[String: Any]])
  #expect(orders.map { $0["ngrams"] as? Int } == [6, 5])
  #expect((orders[0]["discounts"] as? [String: Any])?["is_fallback"] as? Bool == true)
}

@Test func aSavedTokenizerProvidesItsCharactersAndTheirIDs() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  // Neither in the order of code points nor all of the text's characters.
  let letters = ["z", "e", "a", " ", "\\n"].map { "\"\($0)\"" }.joined(separator: ",")
  try program.write(#"{"kind":"character","vocabulary":[\#(letters)]}"#, to: "five.json")
  let result = try program("train", "text.txt", "--tokenizer", "five.json", "--order", "3", "--out", "run")
  #expect(result.status == 0 && result.errors.contains("not in five.json"), "\(result.errors)")
  #expect(try program.text("run/tokenizer.json") == program.text("five.json"))
  #expect(try object(program.text("run/config.json"))["tokenizer"] as? String == "five.json")
  let evaluated = try program("evaluate", "text.txt", "--model", "run").figures
  #expect(
    evaluated["unknown_tokens"] == Double(smallText().unicodeScalars.count { !"zea \n".unicodeScalars.contains($0) }))
  #expect(try program("sample", "--model", "run", "--tokens", "50").status == 0)
  #expect(try program("compress", "text.txt", "--model", "run").status == 0)
  #expect(try program("decompress", "text.txt.kz", "--model", "run", "--out", "back").status == 0)
  #expect(try program.text("back") == smallText())
  // The text's own tokenizer makes the same model as no tokenizer.
  #expect(try program("train", "text.txt", "--out", "own", "--validation", "0").status == 0)
  let same = ["train", "text.txt", "--tokenizer", "own/tokenizer.json", "--out", "same", "--validation", "0"]
  #expect(try program.run(same).status == 0)
  #expect(
    try Data(contentsOf: program.file("same/model.ngram")) == Data(contentsOf: program.file("own/model.ngram")))
}

@Test func theFiguresOfTrainAreThoseOfEvaluateInJSONToo() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let trained = try program("train", "text.txt", "--out", "run", "--json", "--quiet")
  let answer = try object(trained.output)
  #expect(trained.errors.isEmpty && answer["out"] as? String == "run" && answer["orders"] is [Any])
  let count = smallText().count
  try program.write(String(smallText().dropFirst(Int(0.9 * Double(count)))), to: "last.txt")
  let evaluated = try object(program("evaluate", "last.txt", "--model", "run", "--json").output)
  for (name, value) in evaluated { #expect(answer[name] as? NSNumber == value as? NSNumber, "\(name)") }
}

@Test func withoutValidationTheModelCountsAllOfTheText() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program("train", "text.txt", "--validation", "0", "--out", "run")
  #expect(result.status == 0 && result.errors.contains("counted the whole text") && result.figures["tokens"] == nil)
}

@Test func aConfigFileRepeatsARunAndOptionsComeBeforeIt() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let options = ["--order", "3", "--level", "word", "--smoothing", "add-k", "--k", "0.5", "--validation", "0.2"]
  #expect(try program.run(["train", "text.txt", "--out", "one"] + options).status == 0)
  #expect(try program("train", "--config", "one/config.json", "--out", "two").status == 0)
  for name in ["config.json", "model.ngram", "tokenizer.json"] {
    #expect(try Data(contentsOf: program.file("one/\(name)")) == Data(contentsOf: program.file("two/\(name)")))
  }
  #expect(try program("train", "--config", "one/config.json", "--order", "2", "--out", "three").status == 0)
  #expect(try object(program.text("three/config.json"))["order"] as? Int == 2)
  try program.write(#"{"order": 4, "text": "text.txt", "lossy": true}"#, to: "mine.json")
  #expect(try program("train", "--config", "mine.json", "--out", "four").status == 0)
  let config = try object(program.text("four/config.json"))
  #expect(config["order"] as? Int == 4 && config["lossy"] as? Bool == true)
}

@Test func theCommandsThatTrainSuggestsCanBePasted() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let result = try program("train", "text.txt", "--out", "my run")
  #expect(result.errors.contains("sample --model \"my run\"\n") && !result.output.contains("Next:"))
  #expect(try program("sample", "--model", "my run", "--tokens", "5").status == 0)
  #expect(try program("train", "text.txt", "--out", "again", "--quiet").errors.isEmpty)
}

@Test func foldersOfEarlierVersionsWithAVocabularyFileCanBeUsed() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(try program("train", "text.txt", "--level", "word", "--order", "3", "--out", "run").status == 0)
  let before = try program("evaluate", "text.txt", "--model", "run").figures
  let words = try #require(object(program.text("run/tokenizer.json"))["vocabulary"] as? [String])
  try program.write(words.map { $0 + "\n" }.joined(), to: "run/vocabulary.txt")
  try FileManager.default.removeItem(at: program.file("run/tokenizer.json"))
  #expect(try program("evaluate", "text.txt", "--model", "run").figures == before)
  #expect(try program("train", "text.txt", "--out", "run", "--overwrite").status == 0)
  #expect(try !program.contents().contains("run/vocabulary.txt"))
}

@Test func overwritingLeavesNothingOfThePreviousModel() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  #expect(try program("train", "text.txt", "--out", "run", "--level", "word").status == 0)
  #expect(try program("train", "text.txt", "--out", "run", "--overwrite").status == 0)
  #expect(try program.contents() == ["run", "run/config.json", "run/model.ngram", "run/tokenizer.json", "text.txt"])
}

@Test func theFileIsTheSameOnAnyThreadCount() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(lines: 5000), to: "text.txt")
  for threads in ["1", "2", "3", "7"] {
    let result = try program("train", "text.txt", "--out", threads, "--order", "6", "--threads", threads)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try Data(contentsOf: program.file("\(threads)/model.ngram")) == Data(contentsOf: program.file("1/model.ngram")))
  }
}

@Test(arguments: ["kneser-ney", "witten-bell", "add-k", "stupid-backoff", "none"], ["character", "word"])
func everySmoothingTrainsEvaluatesAndSamples(smoothing: String, level: String) throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let arguments = ["train", "text.txt", "--level", level, "--order", "3", "--smoothing", smoothing]
  let trained = try program.run(arguments + (smoothing == "add-k" ? ["--k", "0.1"] : []))
  #expect(trained.status == 0, "\(trained.errors)")
  let isScore = smoothing == "stupid-backoff"
  #expect((trained.figures["perplexity"] == nil) == isScore)
  #expect((trained.figures["log_score_per_token"] != nil) == isScore)
  #expect(trained.errors.contains("no perplexity") == isScore)
  let next = try program("next", "--prompt", "the ", "--count", "3")
  #expect(next.status == 0 && next.output.contains(isScore ? "score" : "probability"))
  for extra in [[], ["--temperature", "0.7"], ["--top-k", "5"]] {
    let sample = try program.run(["sample", "--tokens", "40", "--prompt", "the "] + extra)
    #expect(sample.status == 0 && sample.output.hasPrefix("the ") && sample.output.count > 40, "\(sample.errors)")
  }
}

@Test func withoutSmoothingATextCanBeImpossible() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  try program.write("the goat sings to a zebra\n", to: "other.txt")
  _ = try program("train", "text.txt", "--level", "word", "--smoothing", "none", "--order", "2", "--quiet")
  let result = try program("evaluate", "other.txt")
  #expect(result.figures["perplexity"] == .infinity)
  #expect(try #require(result.figures["impossible_tokens"]) > 0)
  #expect(result.errors.contains("probability 0"))
  #expect(try object(program("evaluate", "other.txt", "--json").output)["perplexity"] as? String == "inf")
}
